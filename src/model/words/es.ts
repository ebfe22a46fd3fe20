import { es as join } from "./join-es.ts";
import type { Words } from "./words.ts";

export const es: Words = {
  email: {
    ...join.email,
    number: "N.º {number}",
    part: "Parte {part}",
    by: "Por {names}",
    minutes: { other: "{minutes} min de lectura" },
    updated: "Actualizado el {date}",
    viewOnline: "Ver en línea",
    guest: "Conversamos con",
    author: "Escrito por",
    previous: "Anterior en esta serie: {title}",
    next: "Siguiente en esta serie: {title}",
    related: "Lee también",
    tags: "Temas: {tags}",
    sponsored: "Patrocinado por {name}",
    notes: "Notas",
    credit: "Imagen: {credit}",
    done: "hecho",
    open: "pendiente",
    image: "Imagen",
    contents: "En esta carta",
    share: "Comparte esta carta",
    copy: "Enlace a esta carta",
    watch: "Ver en {site}",
    question: "P",
    answer: "R",
    callouts: {
      note: "Nota",
      tip: "Consejo",
      important: "Importante",
      warning: "Advertencia",
      caution: "Precaución",
    },
    forward: ["Reenvía esta carta", "a alguien a quien le pueda gustar."],
    subscribe: ["Suscríbete", "si alguien te la reenvió."],
    reply: ["Responde", "y cuéntanos qué te parece. Una persona lee cada respuesta."],
    reason: "Recibes esto porque te suscribiste a «{list}» de {name}.",
    asked:
      "Recibes esto una sola vez porque esta dirección se registró en «{list}» de {name}. Si no confirmas, no volveremos a escribirte.",
    unsubscribe: "Cancelar la suscripción",
    preferences: "Elegir qué recibir",
  },
  mails: {
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
  },
  pages: {
    ...join.pages,
    subscribe: {
      ...join.pages.subscribe,
      agreementSingle:
        "Al presionar el botón aceptas recibir {newsletter} por correo hasta que canceles la suscripción.",
    },
    checkInbox: {
      ...join.pages.checkInbox,
      nothing:
        "¿No llegó nada en diez minutos? Busca en la carpeta de correo no deseado. Enviamos a cada dirección un correo de estos al día como máximo, y ninguno si ya está en la lista.",
    },
    confirm: {
      ...join.pages.confirm,
      unnamed: "¿Podemos enviarte {newsletter} a partir de ahora?",
      notYou: "Si no lo pediste tú, cierra esta página. No cambió nada y no volveremos a escribirte.",
    },
    confirmed: {
      ...join.pages.confirmed,
      preferences: "Elige qué recibes",
    },
    undelivered: {
      ...join.pages.undelivered,
      resting:
        "Nuestros últimos correos a tu dirección volvieron. Lo intentaremos de nuevo después del {date}.",
    },
    ownLink: {
      title: "Usa el enlace de tu propio correo",
      explanation:
        "Los enlaces al final de cada correo de {newsletter} son para una sola persona. Ábrelos desde un correo que te hayamos enviado a ti.",
    },
    broken: {
      title: "Algo salió mal",
      explanation: "El error es nuestro y no cambió nada. Inténtalo de nuevo en un minuto.",
    },
    archive: {
      title: "Todas las ediciones",
      subscribe: "Suscríbete",
      feed: "Feed",
      empty: "Todavía no se ha publicado nada. La primera edición aparecerá aquí.",
      newer: "Ediciones más recientes",
      older: "Ediciones anteriores",
      pages: "Páginas",
      corrected: "Corregido el {date}, después del envío.",
    },
    unsubscribe: {
      title: "Cancelar la suscripción",
      question: "¿Dejar de recibir {list}?",
      explanation: "Presiona el botón para confirmarlo. Todavía no cambió nada.",
      button: "Cancelar la suscripción",
      allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
      allButton: "Cancelarlo todo",
    },
    unsubscribed: {
      title: "Suscripción cancelada",
      one: "No volverás a recibir {list}.",
      all: "No volverás a recibir ningún correo de {newsletter}.",
      preferences: "¿Cambiaste de opinión? Elige qué recibes",
    },
    preferences: {
      title: "Elige qué recibes",
      explanation: "Cambia lo que quieras y guarda los cambios. Puedes deshacerlos cuando quieras.",
      legend: "Listas",
      about: "Sobre ti",
      firstName: "Nombre",
      lastName: "Apellido",
      zone: "Zona horaria",
      zoneUnset: "La misma del boletín ({zone})",
      language: "Idioma",
      pause: "Tómate un descanso",
      pauseNone: "Sin descanso",
      pauseDays: { "14": "Dos semanas", "30": "Un mes", "90": "Tres meses" },
      pauseKeep: "Hasta el {date} (como ahora)",
      pauseEnd: "Terminar el descanso ahora",
      button: "Guardar",
      allExplanation: "O deja de recibir cualquier correo de {newsletter}.",
      allButton: "Cancelarlo todo",
    },
    saved: {
      title: "Guardado",
      explanation: "A partir de ahora recibirás:",
      nothing: "Ya no recibirás nada de {newsletter}.",
      paused: "No recibirás nada antes del {date}.",
      back: "Cambiarlo otra vez",
    },
  },
};
