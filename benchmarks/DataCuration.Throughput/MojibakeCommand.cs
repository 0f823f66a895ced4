using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Throughput;

/// <summary>Measures mojibake repair of sound text and of damaged text, beside ftfy's steps as one would write them first in C#.</summary>
internal static partial class MojibakeCommand
{
    private static readonly string[] Ligatures =
    [
        "\u0132", "\u0133", "\u0149", "\u01F1", "\u01F2", "\u01F3", "\uFB00", "\uFB01", "\uFB02", "\uFB03", "\uFB04", "\uFB05", "\uFB06",
    ];

    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "JSONL files to take the texts from (a pattern).", Required = true };
        var megabytes = new Option<int>("--mb") { Description = "The size of the texts together.", DefaultValueFactory = _ => 32 };
        var repeats = new Option<int>("--repeats") { Description = "The number of measurements; the best one counts.", DefaultValueFactory = _ => 5 };
        var command = new Command("mojibake", "Repairs texts on one thread; MB for each second of processor time. Prints lines of JSON.")
        {
            corpus, megabytes, repeats,
        };
        command.SetAction(async (parsed, token) =>
        {
            long wanted = parsed.GetValue(megabytes) * 1_000_000L;
            List<Document> sound = [], damaged = [];
            using var run = new CurationRun();
            using var repair = new StageCalls(new MojibakeRepair());
            Encoding wrong = Encoding.Latin1;
            await foreach (Document document in Corpus.FromJsonl(parsed.GetValue(corpus)!).AsAsyncEnumerable(run, token).ConfigureAwait(false))
            {
                // Sound text is what the repair leaves as it is.
                if (repair.Apply(document) is { IsDrop: false, Document: { } other } && !other.Utf8Text.Span.SequenceEqual(document.Utf8Text.Span)) continue;
                sound.Add(document);
                if (document.Utf8Text.Span.ContainsAnyInRange((byte)0x80, (byte)0xFF))
                    damaged.Add(new Document(document.Id, wrong.GetString(document.Utf8Text.Span)));
                if ((wanted -= document.Utf8Text.Length) <= 0) break;
            }
            Measure("sound", sound, repair, parsed.GetValue(repeats));
            Measure("damaged", damaged, repair, parsed.GetValue(repeats));
        });
        return command;
    }

    private static void Measure(string name, List<Document> documents, StageCalls repair, int repeats)
    {
        double size = documents.Sum(document => (double)document.Utf8Text.Length) / 1e6;
        int changed = 0, plainlyChanged = 0;
        double ours = size / DedupCommand.Best(repeats, () =>
        {
            changed = 0;
            foreach (Document document in documents) changed += repair.Apply(document).Document is { } other && !ReferenceEquals(other, document) ? 1 : 0;
        });
        double plain = size / DedupCommand.Best(1, () =>
        {
            foreach (Document document in documents)
            {
                string text = Encoding.UTF8.GetString(document.Utf8Text.Span);
                plainlyChanged += Plain(text) == text ? 0 : 1;
            }
        });
        DedupCommand.Print(new
        {
            verb = "mojibake",
            text = name,
            documents = documents.Count,
            megabytes = Math.Round(size, 1),
            mb_s = ours,
            baseline_mb_s = plain,
            ratio = ours / plain,
            changed,
            baseline_changed = plainlyChanged,
        });
    }

    /// <summary>The steps of ftfy's <c>fix_text</c> with regular expressions and strings; one round for the encoding, by Latin-1.</summary>
    private static string Plain(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (string given in text.Split('\n'))
        {
            string line = given;
            if (line.Contains('&') && !line.Contains('<')) line = WebUtility.HtmlDecode(line);
            if (Bad().IsMatch(line) && line.All(c => c < 256))
            {
                string decoded = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line));
                if (!decoded.Contains('\uFFFD')) line = decoded;
            }
            line = Escapes().Replace(line, "");
            foreach (string ligature in Ligatures)
                if (line.Contains(ligature, StringComparison.Ordinal)) line = line.Replace(ligature, ligature.Normalize(NormalizationForm.FormKC));
            line = Wide().Replace(line, match => match.Value.Normalize(NormalizationForm.FormKC));
            line = Quotes().Replace(line, "'");
            line = DoubleQuotes().Replace(line, "\"");
            line = line.Replace("\r\n", "\n").Replace('\r', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n').Replace('\u0085', '\n');
            line = Controls().Replace(line, "");
            result.Append(line.Normalize(NormalizationForm.FormC)).Append('\n');
        }
        result.Length--;
        return result.ToString();
    }

    [GeneratedRegex("[\u00C2\u00C3\u00E2][\u0080-\u00BF\u0152-\u0192\u2013-\u203A\u20AC\u2122]")]
    private static partial Regex Bad();

    [GeneratedRegex("\\x1b\\[((?:\\d|;)*)([a-zA-Z])")]
    private static partial Regex Escapes();

    [GeneratedRegex("[\u3000\uFF01-\uFF9F]")]
    private static partial Regex Wide();

    [GeneratedRegex("[\u02BC\u2018-\u201B]")]
    private static partial Regex Quotes();

    [GeneratedRegex("[\u201C-\u201F]")]
    private static partial Regex DoubleQuotes();

    [GeneratedRegex("[\\x00-\\x08\\x0B\\x0E-\\x1F\\x7F\u206A-\u206F\uFEFF\uFFF9-\uFFFC]")]
    private static partial Regex Controls();
}
