import { useMantineColorScheme } from "@mantine/core";

/** Returns whether the studio is dark, and a function that switches it. */
export function useColours(): { readonly isDark: boolean; readonly toggle: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isDark =
    colorScheme === "dark" || (colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  return { isDark, toggle: () => setColorScheme(isDark ? "light" : "dark") };
}
