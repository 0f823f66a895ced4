using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Words that help to tell main content from boilerplate, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish and Russian. The
/// models learn their weight. Text in other languages is scored by the remaining features.
/// </summary>
internal static class TextVocabulary
{
    private static readonly string[] Words =
    [
        // Subscribe
        "subscribe subscribed subscriber subscribers subscription subscriptions newsletter newsletters sign signup register inbox email emails mail join app "
            + "apps download unlimited membership member alerts notifications updates "
            + "abonnieren abonnement abo anmelden registrieren abonnez abonner inscrivez inscription suscribirse suscríbete suscripción boletín regístrate "
                + "assine assinar assinatura inscreva cadastre iscriviti abbonati "
            + "abonneer inschrijven aanmelden nieuwsbrief zapisz subskrybuj prenumerera nyhetsbrev подписаться подпишитесь подписка "
                + "подписывайтесь рассылка рассылку скачать",
        // Follow
        "follow following follows followers facebook twitter instagram linkedin youtube pinterest whatsapp telegram tiktok reddit tumblr snapchat flipboard "
            + "feedly rss share shared sharing shares like likes tweet retweet social "
            + "folgen teilen suivez suivre partager partagez sigue síguenos seguir compartir compartilhar compartilhe siga curtir seguici condividi volg delen "
                + "deel udostępnij dela følg поделиться вконтакте одноклассники",
        // More
        "read reading more related see also recommended recommendations continue next previous prev latest recent trending popular top miss watch video videos "
            + "listen podcast story stories article articles posts news here link click "
            + "lesen mehr auch weiter weitere beliebt lire aussi plus voir suite leer más también noticias leia mais também veja notícias leggi anche altro "
                + "guarda lees ook meer bekijk czytaj więcej także läs mer även "
            + "читайте также подробнее далее еще ещё смотрите новости статьи",
        // Credit
        "photo photos photograph photographer photography image images picture pictured pictures credit credits getty reuters afp ap epa copyright caption "
            + "courtesy source screenshot shutterstock istock alamy unsplash illustration file "
            + "foto fotos bild bilder quelle crédit photographie imagen imágenes fuente imagem imagens fonte divulgação reprodução immagine immagini "
                + "fotografia beeld bron zdjęcie źródło bild fotograf фото фотография источник изображение",
        // Legal
        "privacy policy policies terms conditions cookies cookie consent rights reserved disclaimer agree agreement gdpr legal copyright trademark trademarks "
            + "accept preferences personal data party parties liability affiliate commission "
            + "datenschutz agb impressum nutzungsbedingungen rechte vorbehalten confidentialité mentions légales réservés privacidad condiciones derechos "
                + "reservados privacidade termos direitos riservati privacybeleid voorwaarden "
            + "prywatności regulamin integritetspolicy конфиденциальности права защищены соглашение",
        // Comment
        "comment comments commented commenting reply replies replied says wrote posted post permalink report log login logged respond response guest anonymous "
            + "moderator moderated quote thanks thank agree lol "
            + "antworten antwort kommentar kommentare schreibt commentaire commentaires répondre comentar comentario comentarios responder respuesta "
                + "comentário comentários rispondi commento commenti reactie reacties reageer "
            + "komentarz komentarze odpowiedz svara kommentarer ответить комментарий комментарии комментариев",
        // Byline
        "by author authors written writer editor editors editorial published updated reporter correspondent staff contributor contributed "
            + "journalist columnist bio about "
            + "von autor autorin redaktion veröffentlicht aktualisiert redakteur par auteur publié rédaction mis por publicado actualizado redacción redação "
                + "atualizado di autore pubblicato redazione door gepubliceerd auteur "
            + "opublikowano av publicerad автор опубликовано обновлено редактор",
        // Date
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday "
            + "wednesday thursday friday saturday sunday am pm est edt gmt utc ago minutes "
            + "minute min mins hours hour days day weeks yesterday today januar februar märz juni juli oktober dezember uhr janvier février mars avril juin "
                + "juillet août septembre octobre novembre décembre enero febrero marzo abril "
            + "mayo junio julio agosto septiembre octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
                + "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
            + "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        // Advertisement
        "advertisement advertisements advert adverts ad ads advertising advertise sponsored sponsor sponsors promoted promotion partner partners anzeige "
            + "werbung publicité publicidad publicidade pubblicità advertentie reklama reklam annons реклама",
        // Commerce
        "price prices priced cart buy buying shop shopping store add shipping ship ships delivery deliver stock sale checkout order orders wishlist returns "
            + "return refund free qty quantity basket off discount deal deals coupon usd save "
            + "sku payment pay pickup kaufen warenkorb preis versand lieferung bestellen panier prix livraison acheter ajouter comprar precio carrito envío "
                + "añadir preço carrinho frete acquista prezzo carrello spedizione winkelwagen "
            + "bestellen cena koszyk kup pris купить цена корзину доставка заказать",
        // Review
        "review reviews reviewed reviewer rating ratings rated stars star helpful verified purchase purchased customer customers recommend questions answers "
            + "question answer ask asked faq bewertung bewertungen sterne avis étoiles "
            + "reseña reseñas opiniones avaliação avaliações recensione recensioni beoordelingen opinie omdömen отзывы отзыв",
        // Menu
        "home contact menu search help faq account sitemap careers language languages country region support skip navigation filter filters sort view show "
            + "hide open close back category categories tags tag archive archives profile "
            + "startseite kontakt suche hilfe accueil recherche aide inicio buscar contacto ayuda início pesquisar contato ajuda cerca contatti aiuto zoeken "
                + "hjälp sök главная поиск контакты помощь меню",
        // You
        "you your yours yourself ihr ihre ihnen dein deine dich vous votre vos usted tu tus su você seu sua vostro tuo tua je jouw uw "
            + "twój din вы ваш ваша вас вам ваши",
        // We
        "we us our ours ourselves wir uns unser unsere nous notre nos nosotros nuestro nuestra nós nosso nossa noi nostro nostra wij ons onze nasz nasze "
            + "vår våra мы наш наша нас нам наши",
        // I
        "i me my mine myself im ive ich mich mir mein meine je moi mon ma mes yo mi mis eu meu minha io mio mia ik mijn ja mój jag min я мне меня мой моя",
        // They
        "he she his her him they their them said told according added who er sie sein seine sagte il elle son sa ils leur dit selon él ella dijo según ellos "
            + "ele ela disse segundo eles lui lei ha detto secondo hij zij zei volgens "
            + "on ona powiedział han hon sade он она его её они их сказал сообщил",
        // Request
        "please click tap enter submit send select choose visit check try learn discover explore find get start view contact call login support donate bitte "
            + "klicken cliquez veuillez haga clic clique acesse confira clicca klik "
            + "kliknij klicka нажмите пожалуйста узнать",
        // Function
        "the of and a to in is that for it as was with be on not at from this have or an are were which but has had been will would can "
            + "der die das und den dem des ein eine einer ist im mit für auf nicht auch es zu dass als wie le la les de du et un une des est en que "
                + "qui dans pour pas au sur ne se ce "
            + "el los las del y una por con para lo como o os as do da dos em um uma com não na no di che è per una della con sono nel gli het een van dat "
                + "niet zijn voor op met aan w i z na się nie że jest do och att det som en är på av för "
            + "и в не на что с по как это из к у за от но а для",
    ];

    private static readonly KeyTable<Topics> Meanings = Make();

    /// <summary>The number of topics.</summary>
    public static int Count => Words.Length;

    /// <summary>Gets the topics of a word, one bit for each of <see cref="TextTopics"/>.</summary>
    /// <param name="word">The hash of the word (<see cref="WordHashes"/>).</param>
    public static uint Of(ulong word) => Meanings.TryGetValue(word, out Topics topics) ? topics.Bits : 0;

    private static KeyTable<Topics> Make()
    {
        var meanings = new KeyTable<Topics>();
        for (int topic = 0; topic < Words.Length; topic++)
        {
            foreach (string word in Words[topic].Split(' '))
            {
                // The hash ignores case for ASCII only.
                Add(word, topic);
                if (word[0] >= 0x80) Add(char.ToUpperInvariant(word[0]) + word[1..], topic);
                if (word.Any(static letter => letter >= 0x80)) Add(word.ToUpperInvariant(), topic);
            }
        }
        return meanings;

        void Add(string word, int topic)
        {
            var hashes = new WordHashes(Encoding.UTF8.GetBytes(word));
            if (!hashes.MoveNext(out ulong hash, out _, out _)) return;
            meanings.GetOrAdd(hash).Bits |= 1u << topic;
        }
    }

    private struct Topics
    {
        public uint Bits;
    }
}
