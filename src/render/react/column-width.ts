import { createContext } from "react";
import { TEXT_WIDTH } from "#src/render/blocks/styles.ts";

/** The width of the text in px, as `<Letter>` tells the components inside it. */
export const ColumnWidth = createContext(TEXT_WIDTH);
