import { createContext } from "react";
import { TEXT_WIDTH } from "#src/render/blocks/styles.ts";

/** The width of the text in px, as `<Letter>` says it to what stands in it. */
export const ColumnWidth = createContext(TEXT_WIDTH);
