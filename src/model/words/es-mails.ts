import { es as join } from "./join-es.ts";
import type { Words } from "./words.ts";

export const esMails: Words["mails"] = {
  confirm: {
    ...join.mails.confirm,
    preview: "Confirma y recibirás la próxima edición. Si no haces nada, no volveremos a escribirte.",
    ignore: "Si no fuiste tú, ignora este correo. Si no confirmas, no volveremos a escribirte.",
  },
  welcome: {
    title: "Te damos la bienvenida",
    subject: "Te damos la bienvenida a {name}",
    preview:
      "Ya estás en la lista. La próxima edición llegará aquí, y puedes cancelar la suscripción cuando quieras.",
    body: `Gracias. Ya estás en la lista, y enviaremos la próxima edición a esta dirección.

Puedes [elegir qué recibes]({{ urls.preferences }}) en cualquier momento, o cancelar la suscripción con el enlace de abajo.`,
  },
  change: {
    title: "¿Es esta tu nueva dirección?",
    subject: "Confirma tu nueva dirección para {name}",
    preview: "Confirma y tus ejemplares llegarán aquí. Si no haces nada, llegarán adonde llegaban antes.",
    asked: "Alguien que nos lee, esperamos que tú, pidió recibir sus ejemplares en esta dirección.",
    button: "Sí, quiero recibirlos aquí",
    ignore: "Si no fuiste tú, ignora este correo. Si no confirmas, no volveremos a escribirte.",
  },
  changed: {
    title: "Tus ejemplares llegan ahora a otra dirección",
    subject: "Tu dirección para {name} cambió",
    preview: "A partir de ahora enviamos tus ejemplares a la dirección confirmada, y ninguno a esta.",
    asked:
      "Alguien con un enlace de uno de tus correos cambió la dirección y la confirmó desde la nueva. Si fuiste tú, no tienes que hacer nada.",
    button: "No fui yo: quiero recibirlos aquí",
    ignore: "El botón funciona durante treinta días.",
  },
};
