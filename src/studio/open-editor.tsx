import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { answered, api } from "./api.ts";

/** Opens the author's editor at a line, and says so. If none can be started, it offers a link that the browser opens. */
export async function openEditor(place: { file: string; line: number; column?: number }): Promise<void> {
  const at = `${place.file}:${place.line}`;
  try {
    const { trouble, link } = await answered(api.editor.$post({ json: { column: 1, ...place } }));
    if (trouble === null) notifications.show({ message: `Opened ${at} in your editor.` });
    else
      notifications.show({
        color: "yellow",
        title: `No editor was started for ${at}`,
        message: (
          <>
            {trouble} Set LAUNCH_EDITOR to its command and start `letterpress dev` again, or{" "}
            <Anchor size="sm" href={link}>
              open it in VS Code
            </Anchor>
            .
          </>
        ),
      });
  } catch (error) {
    notifications.show({ color: "red", message: error instanceof Error ? error.message : String(error) });
  }
}
