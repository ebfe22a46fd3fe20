import { createTheme } from "@mantine/core";

/** Quiet paper and ink, so that the email is what one looks at. */
export const THEME = createTheme({
  primaryColor: "press",
  colors: {
    press: [
      "#e9f4f7",
      "#d3e6ec",
      "#a8ccd8",
      "#7ab1c3",
      "#569bb1",
      "#3e8da6",
      "#2f7f99",
      "#216c85",
      "#14566b",
      "#08465a",
    ],
  },
  // Mantine chooses the colour of words by the light scheme's shade, so white must be legible on the dark shade too.
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close this note" } } },
    // The page has its own banner: a dialog's header would be a second one, and confuse people who jump between banners.
    Modal: { defaultProps: { attributes: { header: { role: "presentation" } } } },
  },
});
