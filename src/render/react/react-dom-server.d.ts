/** The package ships no types. Only what react-family.ts uses. */
declare module "react-dom/server" {
  import type { ReactNode } from "react";

  export function renderToReadableStream(
    element: ReactNode,
    options: {
      readonly onError: (error: unknown, info: { readonly componentStack?: string }) => void;
    },
  ): Promise<ReadableStream & { readonly allReady: Promise<void> }>;
}
