import type { JoinWords } from "./words.ts";

export const es: JoinWords = {
  email: {
    reasonOnce: "Recibes esto porque esta dirección se registró en «{list}» de {name}.",
  },
  mails: {
    confirm: {
      title: "Confirma, por favor",
      subject: "Confirma tu suscripción a {name}",
      asked: "Alguien, esperamos que tú, nos pidió enviar un boletín a esta dirección.",
      button: "Sí, quiero recibirlo",
      until: "El enlace funciona durante tres días.",
      disregard: "Si no fuiste tú, ignora este correo: no cambió nada.",
      never: "No volver a escribirme nunca",
    },
  },
  pages: {
    archive: { title: "Todas las ediciones", feed: "Feed" },
    subscribe: {
      title: "Recibe {newsletter}",
      explanation: "Llega por correo, y puedes cancelar la suscripción cuando quieras.",
      email: "Correo electrónico",
      name: "Nombre",
      optional: "opcional",
      lists: "¿Qué te gustaría recibir?",
      agreement:
        "Primero enviaremos un correo a esta dirección. Para entrar en la lista, abre el enlace que contiene y presiona el botón.",
      button: "Suscribirme",
      trap: "Deja este campo vacío",
      wrongEmail: "No podemos enviar correo a esa dirección. Revísala, por favor.",
      wrongName: "Escribe un nombre de 60 caracteres como máximo, sin enlaces.",
      wrongList: "Marca al menos una, por favor.",
      again: "Revisa lo que escribiste, por favor, y vuelve a presionar el botón.",
      unsent: "No pudimos enviarte el correo. Vuelve a presionar el botón en un minuto, por favor.",
      tomorrow: "Hoy ya no podemos enviar más correos. Inténtalo de nuevo mañana, por favor.",
    },
    checkInbox: {
      title: "Revisa tu correo",
      explanation:
        "Si esta dirección puede recibir {newsletter}, ya hay un correo en camino. Abre el enlace que contiene y presiona el botón.",
      daily:
        "¿No llegó nada en diez minutos? Busca en la carpeta de correo no deseado. Enviamos a cada dirección un correo de estos al día como máximo.",
      entered: "Escribiste {address}.",
      meant: "¿Quisiste decir {address}?",
      correct: "¿No es correcta? Corrígela aquí.",
      button: "Usar esta dirección",
    },
    confirm: {
      title: "Un último paso",
      question: "¿Puede {newsletter} enviarte esto a partir de ahora?",
      button: "Sí, quiero recibirlo",
      close: "Si no lo pediste tú, cierra esta página. No cambió nada.",
    },
    confirmed: {
      title: "Ya estás en la lista",
      explanation: "A partir de ahora recibirás:",
      all: "Lee las ediciones publicadas",
    },
    stale: {
      title: "Este enlace ya no funciona",
      explanation:
        "No queda nada por confirmar con él. Si quieres recibir {newsletter}, suscríbete de nuevo.",
      subscribe: "Suscríbete",
    },
    comeBack: {
      title: "¿Quieres volver?",
      explanation: "Alguna vez nos pediste parar. Presiona el botón si te gustaría recibir esto de nuevo:",
      button: "Sí, quiero recibirlo de nuevo",
    },
    never: {
      title: "¿No volver a escribirte nunca?",
      explanation:
        "Entonces nada de {newsletter} llegará a tu dirección, escriba quien escriba en nuestro formulario. Todavía no cambió nada.",
      button: "No volver a escribirme nunca",
    },
    neverAgain: {
      title: "No volveremos a escribirte",
      explanation:
        "Ya nada de {newsletter} llegará a tu dirección. Si algún día cambias de opinión, escribe a {contact}.",
    },
    unfinished: {
      title: "No funcionó",
      explanation:
        "El error es nuestro. Regresa y vuelve a presionar el botón en un minuto; presionarlo dos veces no hace daño.",
    },
    undelivered: {
      bounced:
        "Ya no enviamos a tu dirección, porque nuestros correos volvieron sin entregarse. Si vuelve a funcionar, escribe a {contact}.",
      complained:
        "Ya no enviamos a tu dirección, porque desde ella se marcó un correo nuestro como no deseado. Si fue un error, escribe a {contact}.",
      manual:
        "No enviamos a tu dirección, porque alguien nos pidió no hacerlo. Si quieres volver a recibir {newsletter}, escribe a {contact}.",
    },
    notFound: {
      title: "Página no encontrada",
      explanation:
        "No hay ninguna página en esta dirección. Si el enlace viene de un correo, quizá se perdió una parte: ábrelo desde el mismo correo.",
    },
    notAllowed: { title: "Esto no funciona aquí", explanation: "Regresa y usa el botón de la página." },
    tooLarge: { title: "Demasiado grande", explanation: "Enviaste más de lo que acepta esta página." },
  },
};
