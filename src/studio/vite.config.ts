import { defineConfig } from "vite";

/** The studio's pages, built into .studio/. React's JSX needs no plugin: `jsx` stands in tsconfig.json. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: "../../.studio",
    emptyOutDir: true,
    target: "es2022",
    // Browsers that know `light-dark()`: written out for older ones it needs what Mantine does not set.
    cssTarget: ["chrome125", "firefox125", "safari18"],
    // An inlined file would be a `data:` address, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // No getter of ours or of a library's does anything but answer: what only reads one and is not used goes.
      treeshake: { propertyReadSideEffects: false },
      // What React's server components would need says nothing to a page that has none.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
