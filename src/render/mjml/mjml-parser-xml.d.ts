/** The package ships no types. Only what parse-mjml.ts uses. */
declare module "mjml-parser-xml" {
  export default function parse(
    xml: string,
    options?: {
      readonly components?: Readonly<Record<string, { endingTag: boolean; getTagName(): string }>>;
      readonly keepComments?: boolean;
      readonly actualPath?: string;
    },
  ): unknown;
}
