using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Judges the taggers of personal data against Dolma's.</summary>
public sealed class DolmaPiiJudge() : VectorJudge("dolma_pii")
{
    private static readonly (string Name, DolmaPersonalDataRules Rules)[] Taggers =
    [
        ("pii_regex_v1", DolmaPersonalDataRules.RegexV1), ("pii_regex_v2", DolmaPersonalDataRules.RegexV2),
        ("pii_regex_with_counts_v2", DolmaPersonalDataRules.RegexWithCountsV2),
        ("pii_regex_with_counts_fast_v2", DolmaPersonalDataRules.RegexWithCountsFastV2),
    ];

    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach (JsonProperty one in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] text = Encoding.UTF8.GetBytes(one.Value.GetProperty("text").GetString()!);
            foreach ((string name, DolmaPersonalDataRules rules) in Taggers)
            {
                if (!one.Value.TryGetProperty(name, out JsonElement expected)) continue;
                List<DolmaSpan> spans = new DolmaPersonalDataTagger { Rules = rules }.Tag(text);
                if (expected.TryGetProperty("error", out _))
                {
                    tally.Deviate(DeviationReasons.DolmaDivides);
                    continue;
                }
                string[] types = [.. expected.EnumerateObject().Select(static type => type.Name)];
                tally.Equal($"{one.Name} {name} types", string.Join(' ', types.Order(StringComparer.Ordinal)),
                    string.Join(' ', spans.Select(static span => span.Type).Distinct().Order(StringComparer.Ordinal)));
                foreach (string type in types)
                {
                    JsonElement[] wanted = [.. expected.GetProperty(type).EnumerateArray()];
                    DolmaSpan[] found = [.. spans.Where(span => span.Type == type)];
                    tally.Equal($"{one.Name} {name} {type}", Places(wanted.Select(static span => (span[0].GetInt32(), span[1].GetInt32()))),
                        Places(found.Select(static span => (span.Start, span.End))));
                    for (int i = 0; i < Math.Min(wanted.Length, found.Length); i++)
                        tally.Near($"{one.Name} {name} {type} {i}", wanted[i][2].GetDouble(), found[i].Score);
                }
            }
        }
    }

    private static string Places(IEnumerable<(int Start, int End)> spans) =>
        string.Join(' ', spans.Select(static span => string.Create(CultureInfo.InvariantCulture, $"{span.Start}-{span.End}")));
}
