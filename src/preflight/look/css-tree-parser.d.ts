/** The package ships no types for its parser alone, which is all that read-css.ts loads. */
declare module "css-tree/parser" {
  interface Raw {
    readonly type: "Raw";
    readonly value: string;
  }
  interface CssDeclaration {
    readonly type: "Declaration";
    readonly property: string;
    readonly important: boolean | string;
    readonly value: Raw;
  }
  interface CssRule {
    readonly type: "Rule";
    readonly prelude: Raw;
    readonly block: CssBlock;
  }
  interface CssAtrule {
    readonly type: "Atrule";
    readonly name: string;
    readonly prelude: Raw | null;
    readonly block: CssBlock | null;
  }
  interface CssBlock {
    readonly type: "Block" | "StyleSheet" | "DeclarationList";
    readonly children: Iterable<CssNode>;
  }
  export type CssNode = Raw | CssDeclaration | CssRule | CssAtrule | CssBlock;
  export default function parse(
    css: string,
    options: {
      readonly context?: "stylesheet" | "declarationList";
      readonly parseValue: false;
      readonly parseRulePrelude: false;
      readonly parseAtrulePrelude: false;
    },
  ): CssBlock;
}
