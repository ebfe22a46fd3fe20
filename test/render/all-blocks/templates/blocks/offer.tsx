import { defineBlock, z } from "letterpress";
import { Button } from "react-email";

/** A block of a newsletter's own, in React. */
export default defineBlock({
  attributes: z.object({ price: z.coerce.number(), href: z.url() }),
  html: ({ attributes: { price, href }, label, children, input: { theme } }) => (
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
      <tbody>
        <tr>
          <td className="lp-rule" style={{ border: `1px solid ${theme.light.rule}`, padding: "16px 18px" }}>
            <p className="lp-ink" style={{ margin: "0 0 8px", font: `700 18px/1.35 ${theme.sans}` }}>
              {label}, {price} soles
            </p>
            <div style={{ margin: "0 0 14px" }}>{children}</div>
            <Button
              className="lp-button"
              href={href}
              style={{
                padding: "12px 24px",
                font: `600 16px/1.25 ${theme.sans}`,
                color: theme.light.onAccent,
                backgroundColor: theme.light.accent,
              }}
            >
              Take it
            </Button>
          </td>
        </tr>
      </tbody>
    </table>
  ),
  text: ({ attributes: { price, href }, label, content }) =>
    `${label}, ${price} soles (${href})\n\n${content}`,
});
