namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>The paragraphs around the fragment of a <see cref="SitePage"/>, by language.</summary>
internal static class SiteTexts
{
    public static IReadOnlyDictionary<string, string[]> ByLanguage { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["en"] =
        [
            "The valley railway reopened on Saturday after two years of repairs, and more than four hundred people rode the first train to the upper "
                + "station.",
            "The line was built in 1898 to carry slate from the quarries; today it carries walkers and schoolchildren, and a museum tells the story of the "
                + "drivers.",
            "Trains leave every hour from the lower station, where a small café sells sandwiches, maps and postcards to people who wait for the next "
                + "departure.",
            "The association that runs the railway has three hundred members, most of them volunteers, who repaired the bridges and painted the carriages "
                + "themselves.",
        ],
        ["de"] =
        [
            "Die Talbahn fährt seit Samstag wieder, nachdem sie zwei Jahre lang repariert worden war, und mehr als vierhundert Menschen nahmen den ersten "
                + "Zug zur oberen Station.",
            "Die Strecke wurde 1898 gebaut, um Schiefer aus den Steinbrüchen zu holen; heute bringt sie Wanderer und Schulkinder ins Tal, und ein Museum "
                + "erzählt von den Lokführern.",
            "Die Züge fahren jede Stunde an der unteren Station ab, wo ein kleines Café belegte Brote, Karten und Postkarten an die Wartenden verkauft.",
            "Der Verein, der die Bahn betreibt, hat dreihundert Mitglieder, die meisten davon Freiwillige, die Brücken und Wagen selbst instand gesetzt "
                + "haben.",
        ],
        ["fr"] =
        [
            "Le petit train de la vallée roule de nouveau depuis samedi, après deux ans de travaux, et plus de quatre cents personnes ont pris le premier "
                + "convoi vers la gare haute.",
            "La ligne fut construite en 1898 pour transporter l'ardoise des carrières ; elle transporte aujourd'hui des promeneurs et des écoliers, et un "
                + "musée raconte la vie des mécaniciens.",
            "Les trains partent toutes les heures de la gare basse, où un petit café vend des sandwichs, des cartes et des souvenirs aux voyageurs qui "
                + "attendent.",
            "L'association qui exploite la ligne compte trois cents membres, pour la plupart bénévoles, qui ont réparé eux-mêmes les ponts et repeint les "
                + "voitures.",
        ],
        ["es"] =
        [
            "El tren del valle volvió a circular el sábado tras dos años de obras, y más de cuatrocientas personas subieron en el primer viaje hasta la "
                + "estación superior.",
            "La línea se construyó en 1898 para bajar la pizarra de las canteras; hoy lleva a excursionistas y escolares, y un museo cuenta la historia de "
                + "los maquinistas.",
            "Los trenes salen cada hora de la estación inferior, donde una pequeña cafetería vende bocadillos, mapas y postales a quienes esperan la "
                + "próxima salida.",
            "La asociación que gestiona la línea tiene trescientos socios, casi todos voluntarios, que repararon los puentes y pintaron los vagones ellos "
                + "mismos.",
        ],
    };
}
