import type { JsonText } from "#src/render/message/compile-json.ts";

/** One message of a batch. Its strings may have gaps for a reader's values. */
interface MessageParts {
  readonly from: string;
  readonly replyTo: string | null;
  readonly to: JsonText;
  readonly subject: JsonText;
  readonly html: JsonText;
  readonly text: JsonText;
  readonly headers: Readonly<Record<string, JsonText>>;
  readonly tags: Readonly<Record<string, JsonText>>;
}

/** A message as an item of `POST /emails/batch`, for `compileJson`. The SDK writes the same fields. */
export function messageJson(message: MessageParts): (string | { readonly text: JsonText })[] {
  const { from, replyTo, to, subject, html, text, headers, tags } = message;
  return [
    '{"from":',
    { text: [from] },
    ...(replyTo === null ? [] : [',"reply_to":', { text: [replyTo] }]),
    ',"to":',
    { text: to },
    ',"subject":',
    { text: subject },
    ',"headers":{',
    ...Object.entries(headers).flatMap(([name, value], index) => [
      `${index === 0 ? "" : ","}${JSON.stringify(name)}:`,
      { text: value },
    ]),
    '},"tags":[',
    ...Object.entries(tags).flatMap(([name, value], index) => [
      `${index === 0 ? "" : ","}{"name":${JSON.stringify(name)},"value":`,
      { text: value },
      "}",
    ]),
    '],"html":',
    { text: html },
    ',"text":',
    { text },
    "}",
  ];
}
