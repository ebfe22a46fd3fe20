import "./styles.css";
import "./studio.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { queries } from "./queries.ts";
import { THEME } from "./theme.ts";

const place = document.getElementById("studio");
if (place === null) throw new Error("The page has no place for the studio.");
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={THEME} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
