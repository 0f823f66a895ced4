using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.SpanishClinical;

public sealed class SpanishClinicalRecipeTests : IDisposable
{
    private static readonly string[] Organs = ["el corazón", "el hígado", "el riñón", "la tiroides", "el páncreas", "la retina", "el colon", "la piel"];

    private static readonly string[] Findings = ["una lesión estable", "un quiste simple", "una masa sólida", "un edema leve"];

    private readonly Fates fates = new();

    public void Dispose() => fates.Dispose();

    [Fact]
    public async Task Build_PlantedDocuments_KeepsAndDropsAsKnown()
    {
        Document[] pool =
        [
            .. Enumerable.Range(0, 24).Select(i => new Document($"good{i:D2}", Article(i))),
            new("short", "Nota breve del servicio."),
            new("digits", "Valores de la serie en el control: " + string.Join(' ', Enumerable.Range(100, 30))),
            new("english", "The patient was admitted to the hospital with a fever and was treated for pneumonia in the ward."),
            new("fragments", "El caso. La tos. De pie. En casa. Por hoy. Con fe. La sala. El alta."),
            new("mixed", Article(100) + "\nThe patient was seen in the clinic after the operation.\nif (a[0] == b) { c = {d: e}; } else { f = [g]; h(); }"),
            new("mojibake", Article(101).Replace("ó", "Ã³", StringComparison.Ordinal)),
            new("personal", Article(102) + "\nEscriba a la consulta en ana.perez@hospital.example para la cita del control."
                + "\nConsta el documento 12345678Z en la historia del paciente."),
            new("url", Article(103) + "\nVéase la guía clínica del servicio en https://www.example.es/guia?id=1 para los detalles."),
            new("copy", Article(0)),
            new("mostly copied", Sentence(3, 0) + "\n" + Sentence(3, 1) + "\n" + Sentence(104, 2)),
            new("partly copied", Sentence(5, 0) + "\n" + Sentence(105, 1) + "\n" + Sentence(105, 2)),
            new("empty", ""),
        ];
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await SpanishClinicalRecipe.BuildAsync(Corpus.FromDocuments(pool), fates.Run(), Options()), fates.Run());

        Assert.Equal(
            [
                ("copy", SpanishClinicalRecipe.RepeatedReason), ("digits", "numbers_ratio"), ("empty", "too_short"), ("english", "other_language"),
                ("fragments", SentenceFilter.Reason), ("mostly copied", SpanishClinicalRecipe.RepeatedReason), ("short", "too_short"),
            ],
            dropped.Select(one => (one.Key, one.Value)));
        for (int i = 0; i < 24; i++) Assert.Equal(Lines(i), kept[$"good{i:D2}"].Text);
        Assert.Equal(Lines(100), kept["mixed"].Text);
        Assert.Equal(Lines(101), kept["mojibake"].Text);
        Assert.Equal(Lines(102) + "\nEscriba a la consulta en <EMAIL> para la cita del control."
            + "\nConsta el documento <NATIONAL_ID> en la historia del paciente.", kept["personal"].Text);
        Assert.Equal(Lines(103) + "\nVéase la guía clínica del servicio en para los detalles.", kept["url"].Text);
        Assert.Equal(29, kept.Count);
    }

    [Fact]
    public async Task Build_ClinicalNotes_AreKeptAsTheyAreButForPersonalData()
    {
        Document[] notes =
        [
            new("note1", "Pcte 54a, HTA, DM2.  TA 130/80.\n\nTto: AAS 100 1-0-0"), new("note2", "Pcte 54a, HTA, DM2.  TA 130/80.\n\nTto: AAS 100 1-0-0"),
            new("note3", "No fever."), new("note4", "Tlf. +34 612 345 678, DNI 12345678Z"),
        ];
        Corpus all = await SpanishClinicalRecipe.BuildAsync(
            Corpus.FromDocuments([new Document("article", Article(1)), new Document("again", Article(1))]), fates.Run(),
            Options() with { ClinicalNotes = Corpus.FromDocuments(notes) });
        List<Document> documents = await RunFolder.Read(all, fates.Run());
        Assert.Equal(["article", "note1", "note2", "note3", "note4"], documents.Select(document => document.Id));
        Assert.Equal(notes[..3].Select(note => note.Text), documents[1..4].Select(document => document.Text));
        Assert.Equal("Tlf. <PHONE>, DNI <NATIONAL_ID>", documents[4].Text);
    }

    [Fact]
    public async Task Build_AnyWorkersAndAgain_GivesTheSameBytes()
    {
        Corpus pool = fates.Files("pool", Enumerable.Range(0, 30).Select(i => new Document($"d{i:D2}", Article(i / 2 % 9) + "\n" + Sentence(i, 2))));
        Corpus notes = fates.Files("notes", [new Document("n", "Pcte estable.")], files: 1);
        SpanishClinicalOptions options = Options() with { ClinicalNotes = notes };
        string[] one = await fates.LinesAsync(await SpanishClinicalRecipe.BuildAsync(pool, fates.Run(1), options), fates.Run(1));
        using var other = new Fates();
        Assert.Equal(one, await other.LinesAsync(await SpanishClinicalRecipe.BuildAsync(pool, other.Run(4), options), other.Run(4)));
        Assert.Equal(one, await fates.LinesAsync(await SpanishClinicalRecipe.BuildAsync(pool, fates.Run(), options), fates.Run()));
        Assert.InRange(one.Length, 10, 29);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new SpanishClinicalOptions { Identifier = null! });
        foreach (Func<SpanishClinicalOptions> make in new Func<SpanishClinicalOptions>[]
            {
                () => Options() with { Language = "" }, () => Options() with { MaxDigitShare = 1.1 }, () => Options() with { MaxRepeatedShare = double.NaN },
                () => Options() with { MinSentenceCharacters = -1 }, () => Options() with { MinDocumentCharacters = -1 },
                () => Options() with { PersonalData = (PersonalDataKinds)(1 << 30) },
            })
            Assert.ThrowsAny<ArgumentException>(make);
    }

    private static SpanishClinicalOptions Options() => new() { Identifier = new StopWordIdentifier() };

    /// <summary>An article of three sentences on one line.</summary>
    private static string Article(int number) => string.Join(' ', Enumerable.Range(0, 3).Select(part => Sentence(number, part)));

    private static string Lines(int number) => string.Join('\n', Enumerable.Range(0, 3).Select(part => Sentence(number, part)));

    /// <summary>A sentence that differs for each number, without digits.</summary>
    private static string Sentence(int number, int part) => part switch
    {
        0 => $"En la exploración del caso {Name(number)} se observó {Findings[number % 4]} en {Organs[number / 4 % 8]}.",
        1 => $"La evolución del paciente {Name(number)} fue favorable y recibió el alta con {Findings[(number + 1) % 4]}.",
        _ => $"El control posterior de {Name(number)} confirmó que {Organs[number % 8]} no presentaba cambios.",
    };

    private static string Name(int number) => string.Concat("", ((char)('A' + number / 26)).ToString(), ((char)('A' + number % 26)).ToString());
}
