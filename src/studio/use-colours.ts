import { useMantineColorScheme } from "@mantine/core";

/** Whether the studio is dark, and what changes that. */
export function useColours(): { readonly isDark: boolean; readonly toggle: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isDark =
    colorScheme === "dark" || (colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  return { isDark, toggle: () => setColorScheme(isDark ? "light" : "dark") };
}
