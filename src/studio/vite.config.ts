import { defineConfig } from "vite";

/** Recharts and all that only it needs. */
const CHARTS =
  /node_modules\/(?:recharts|@mantine\/charts|victory-vendor|d3-|@reduxjs|redux|reselect|react-redux|immer|es-toolkit|decimal\.js|eventemitter3)/;

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
    // Browsers that know `light-dark()`: its form for older ones needs what Mantine does not set.
    cssTarget: ["chrome125", "firefox125", "safari18"],
    // An inlined file would be a `data:` address, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // No getter of ours or of a library has side effects, so unused code that only reads one is removed.
      treeshake: { propertyReadSideEffects: false },
      // By default each component that two pages share is a file of its own: forty small files compress worse than one.
      output: {
        codeSplitting: {
          groups: [
            { name: "first", tags: ["$initial"], priority: 2 },
            {
              name: "shared",
              minShareCount: 2,
              test: (id) => id.includes("/node_modules/") && !CHARTS.test(id),
              priority: 1,
            },
          ],
        },
      },
      // Directives for React's server components mean nothing to a page that has none.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
