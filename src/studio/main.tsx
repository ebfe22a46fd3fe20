import "./styles.css";
import "./base.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { lookQuery, queries, shownToIn } from "./queries.ts";
import { THEME } from "./theme.ts";

// No notification appears before somebody has done something, so the list need not wait for their code.
const Notifications = lazy(() =>
  import("@mantine/notifications").then(({ Notifications: shown }) => ({ default: shown })),
);

// At an issue's address an author waits for the email, so the email is requested and its page loaded before the frame around it is drawn.
const opened = /^\/issues\/([\w-]+)$/.exec(location.pathname)?.[1];
if (opened !== undefined) {
  void import("./pages/issue-page.tsx");
  void queries.prefetchQuery(lookQuery(opened, shownToIn(new URLSearchParams(location.search))));
}

const place = document.getElementById("studio");
if (place === null) throw new Error("The page has no place for the studio.");
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={THEME} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Suspense>
          <Notifications position="bottom-right" />
        </Suspense>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
