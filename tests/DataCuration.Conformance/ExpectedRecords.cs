using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>
/// The records that should be read from a JSONL file. They are computed without the library's reader: System.Text.Json with Python's additions, on lines
/// that this
/// class splits.
/// </summary>
internal sealed class ExpectedRecords
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly List<(byte[] Line, string Text)> records = [];

    /// <summary>The number of lines that are not records.</summary>
    public int Faults { get; private set; }

    public bool HasNoToken => records.TrueForAll(record => StraightforwardDsir.Tokenize(record.Text).Count == 0);

    public static ExpectedRecords Read(byte[] file)
    {
        var read = new ExpectedRecords();
        int start = file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < file.Length)
        {
            int length = file.AsSpan(start).IndexOfAny((byte)'\n', (byte)'\r');
            int end = length < 0 ? file.Length : start + length;
            byte[] line = file.AsSpan(start, end - start).Trim(" \t"u8).ToArray();
            // The LF of a CRLF is an empty line here, and skipped like any other.
            start = end + 1;
            if (line.Length == 0) continue;
            if (TryReadText(line, out string text)) read.records.Add((line, text));
            else read.Faults++;
        }
        return read;
    }

    /// <summary>Returns the reference's lengths.</summary>
    public long[] Lengths(int ngrams) =>
        [.. records.Select(record => DocumentFeatures.Of(StraightforwardDsir.Tokenize(record.Text).Count, ngrams).ReferenceLength)];

    /// <summary>Computes the weights of these records against a target.</summary>
    public double[] Weigh(ExpectedRecords target, ReferenceParameters parameters)
    {
        var plain = new StraightforwardDsir(parameters.NGrams, parameters.Buckets);
        double[] raw = Distribution(plain, parameters.Buckets, 0);
        double[] wanted = target.Distribution(plain, parameters.Buckets, parameters.Smoothing);
        double[] ratios = [.. wanted.Select((probability, i) => Math.Log(probability + 1e-8) - Math.Log(raw[i] + 1e-8))];
        return [.. records.Select(record => plain.Weight(record.Text, ratios))];
    }

    /// <summary>Returns the lines of some records, each with a line feed.</summary>
    public byte[] Lines(IEnumerable<long> chosen) => [.. chosen.SelectMany(place => records[(int)place].Line.Append((byte)'\n'))];

    private double[] Distribution(StraightforwardDsir plain, int buckets, double smoothing)
    {
        var sums = new double[buckets];
        Array.Fill(sums, smoothing);
        foreach ((_, string text) in records)
        {
            long[] counts = plain.Counts(text);
            for (int i = 0; i < buckets; i++) sums[i] += counts[i];
        }
        double total = sums.Sum();
        return [.. sums.Select(sum => sum / total)];
    }

    private static bool TryReadText(byte[] line, out string text)
    {
        text = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(WithoutNaN(Strict.GetString(line)), new JsonDocumentOptions { MaxDepth = 128 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("text", out JsonElement found)
                    || found.ValueKind != JsonValueKind.String)
                return false;
            text = found.GetString()!; // throws on half a surrogate pair
            return true;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Replaces Python's NaN, Infinity and -Infinity outside strings with null.</summary>
    private static string WithoutNaN(string json)
    {
        var result = new StringBuilder(json.Length);
        bool isString = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (isString && json[i] == '\\' && i + 1 < json.Length)
            {
                result.Append(json[i++]).Append(json[i]);
                continue;
            }
            if (json[i] == '"') isString = !isString;
            string? literal = isString ? null : Array.Find(["-Infinity", "Infinity", "NaN"], name => json.AsSpan(i).StartsWith(name, StringComparison.Ordinal));
            result.Append(literal is null ? json[i].ToString() : "null");
            if (literal is not null) i += literal.Length - 1;
        }
        return result.ToString();
    }
}
