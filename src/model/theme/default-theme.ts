/** The look of a newsletter that has chosen none. */
export const DEFAULT_THEME = {
  accent: "#9c2f1f",
  paper: "#ffffff",
  ink: "#1f1d1a",
  dark: { accent: "#f0907f", paper: "#1b1a18", ink: "#ece8e1" },
  serif: 'Georgia, "Times New Roman", serif',
  sans: "system-ui, Arial, sans-serif",
};
