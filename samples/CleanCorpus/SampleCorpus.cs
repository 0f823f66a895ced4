using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataCuration;

namespace CleanCorpus;

/// <summary>
/// The corpus that the sample uses by default: 20 short articles, copies of some of them, pages that filters should drop, two texts with benchmark items, and
/// a record that is cut off. All of it was written for the sample.
/// </summary>
internal static class SampleCorpus
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly string[] Poem =
    [
        "The rain has a room.", "It walks on the roof.", "The cat has a chair.", "She sleeps in the warmth of it.", "The kettle has a voice.",
        "It sings of the sea.", "The door has a draught.", "The letters come in with it.", "The stairs have a step.", "That nobody uses at night.",
        "The lamp has a moth.", "And the moth has a star.", "The wall has a clock.", "With only one hand.", "We have an hour.", "And then we have another.",
    ];

    /// <summary>Writes the files; the bytes are always the same.</summary>
    /// <param name="folder">The folder to write them to.</param>
    /// <returns>A pattern that matches the documents, and the file with the benchmark.</returns>
    public static (string Input, string Benchmark) Write(string folder)
    {
        Dictionary<string, string> articles = ReadArticles();
        string[] lines = [.. Documents(articles).Select(document => Line(document.Id, document.Text))];
        int half = lines.Length / 2;
        Directory.CreateDirectory(folder);
        WriteLines(Path.Combine(folder, "raw-0.jsonl"), lines[..half]);
        // The last record was cut off, as by a full disk.
        WriteLines(Path.Combine(folder, "raw-1.jsonl"), [.. lines[half..], Line("cut-off", articles["bread"])[..200]]);
        string benchmark = Path.Combine(folder, "benchmark.jsonl");
        File.WriteAllBytes(benchmark, ReadResource("benchmark.jsonl"));
        return (Path.Combine(folder, "raw-*.jsonl"), benchmark);
    }

    private static IEnumerable<(string Id, string Text)> Documents(Dictionary<string, string> articles)
    {
        foreach ((string id, string text) in articles) yield return ($"article/{id}", Dirty(id, text));

        // Copies: one with a changed word, one with other white space, one that shows its origin after repair only, and a copy of a copy.
        yield return ("copy/tides", Replace(articles["tides"], "twelve metres", "fifteen metres"));
        yield return ("copy/salt",
            articles["salt"].Replace("\n", "\r\n\r\n\r\n", StringComparison.Ordinal).Replace(". ", ".\u00A0 ", StringComparison.Ordinal));
        yield return ("copy/garden", articles["garden"]);
        yield return ("copy/library", "Published in the regional section.\n" + articles["library"]);
        yield return ("copy/library-2", articles["library"] + "\nPublished in the regional section.");
        yield return ("copy/snow", Replace(articles["snow"], "at eight in the evening", "at seven in the evening"));

        // Pages without running text.
        yield return ("page/moved", "The page that you asked for has moved. Please update your bookmark.");
        yield return ("page/short",
            "We are on holiday until the end of the month and will answer your letter when we have returned. The shop is open on Saturday.");
        yield return ("page/cookie", "We value your privacy. Choose which cookies you allow. Accept all. Reject all. More options.");
        yield return ("page/menu", string.Join('\n', Enumerable.Range(1, 40).Select(i => $"Category {Number(i * 7)} > Offers {Number(i)}")));
        yield return ("page/tags", string.Join(' ', articles["snow"].Split(' ').Select((word, i) => i % 6 == 0 ? "#" + word : word)));
        yield return ("page/list", string.Join('\n', Sentences(articles["violin"], articles["forest"]).Select(sentence => "• " + sentence)));
        yield return ("page/teasers", string.Join('\n', Sentences(articles["train"], articles["glass"]).Select(sentence => sentence[..^1] + " ...")));
        yield return ("page/results", string.Join('\n', Enumerable.Range(1, 30)
            .Select(i => $"{i * 3}:{i * 5 % 60:D2} | {i * 17 % 23} - {i * 11 % 19} | 40 + {i} %")));
        yield return ("page/chant", string.Concat(Enumerable.Repeat("Buy the best boots of the season, and buy them with the best price. ", 12)));
        yield return ("page/forum", string.Join('\n', Enumerable.Range(1, 9).Select(i =>
            $"Reply {Number(i)}: {Sentences(articles["clay"])[i % 8]}\nReport this post to the moderators of the forum.")));
        yield return ("page/placeholder", articles["clay"] + "\nLorem ipsum dolor sit amet, consectetur adipiscing elit.");
        yield return ("page/code", articles["clock"] + "\nfunction show(page) { return page.title; }");
        yield return ("page/advert", Replace(Replace(articles["maps"], ". ", " and "), ".\n", " and\n"));
        yield return ("page/poem", string.Join('\n', Poem));
        yield return ("page/captions", string.Join('\n', Sentences(articles["bridge"], articles["bread"]).Chunk(2)
            .Select(pair => string.Join(' ', pair)[..^1])));
        yield return ("page/footer",
            articles["glass"] + "\n" + string.Join('\n', Enumerable.Repeat("This article was first printed in our magazine.", 2)));

        // Texts that repeat benchmark items.
        yield return ("quiz/solutions", "Here are the solutions of our quiz of last week. Many readers sent the right answers, and the winner is a teacher "
            + "from the north.\n" + Answers("trivia-4", "trivia-5") + "\nThe next quiz will be on the last page of the Saturday edition. It is "
            + "about rivers, and it has a prize of two tickets for the museum of boats. We thank all those who wrote to us and wish them luck.");
        yield return ("quiz/forum", "I was asked this in a test today and could not believe it. They wanted to know about charts and poles, and I have been a "
            + "sailor for twenty years.\n" + Answers("trivia-3").ToUpperInvariant() + "\nThat is what I wrote, and the examiner was happy with it. The others "
            + "had to guess, and most of them said that it was because of the ice. I told them to look at a globe and not at the wall of the classroom.");
    }

    /// <summary>Damages three of the articles, as converters do.</summary>
    private static string Dirty(string id, string text) => id switch
    {
        // UTF-8 that was read as windows-1252.
        "cafe" or "garden" => Windows1252.GetString(Encoding.UTF8.GetBytes(text)),
        // Soft hyphens and zero-width spaces.
        "violin" => text.Replace("varnish", "var\u00ADnish", StringComparison.OrdinalIgnoreCase)
            .Replace(" spruce", " \u200Bspruce\uFEFF", StringComparison.Ordinal),
        _ => text,
    };

    private static string Answers(params string[] items) => string.Join('\n', Encoding.UTF8.GetString(ReadResource("benchmark.jsonl")).Split('\n')
        .Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!).Where(item => items.Contains((string)item["id"]!))
        .Select(item => (string)item["answer"]!));

    private static string[] Sentences(params string[] texts) => [.. texts.SelectMany(text => text.Replace('\n', ' ').Split(". "))
        .Select(sentence => sentence.TrimEnd('.') + ".")];

    private static string Number(int number) => number.ToString("D3", CultureInfo.InvariantCulture);

    private static string Replace(string text, string old, string other) => text.Contains(old, StringComparison.Ordinal)
        ? text.Replace(old, other, StringComparison.Ordinal) : throw new InvalidOperationException($"The text has no '{old}'.");

    private static Dictionary<string, string> ReadArticles() => Encoding.UTF8.GetString(ReadResource("articles.jsonl")).Split('\n')
        .Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!)
        .ToDictionary(article => (string)article["id"]!, article => (string)article["text"]!);

    private static string Line(string id, string text) => new JsonObject { ["id"] = id, ["text"] = text }.ToJsonString(new JsonSerializerOptions());

    private static void WriteLines(string path, string[] lines) => File.WriteAllText(path, string.Join('\n', lines) + "\n");

    private static byte[] ReadResource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The program has no '{name}'.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
