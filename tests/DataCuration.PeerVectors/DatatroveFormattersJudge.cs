using System.Text;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Judges the replacement of personal data and the removal of lines of symbols as datatrove does them.</summary>
public sealed class DatatroveFormattersJudge() : VectorJudge("datatrove_formatters")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach (JsonElement variant in root.GetProperty("pii_variants").EnumerateArray())
        {
            string name = variant.GetProperty("name").GetString()!;
            DatatrovePersonalDataFormatter formatter = Create(variant.GetProperty("parameters"));
            int number = 0;
            foreach (JsonElement one in root.GetProperty("pii").EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                tally.Equal($"pii {name} {number++}", one.GetProperty(name).GetString()!, Format(formatter, new(), one.GetProperty("text").GetString()!));
            }
        }
        var cycle = new DatatrovePii();
        int step = 0;
        foreach (JsonElement one in root.GetProperty("pii_cycle").EnumerateArray())
            tally.Equal($"pii_cycle {step++}", one[1].GetString()!, Format(new(), cycle, one[0].GetString()!));
        SymbolLineCases.Judge(root, tally);
    }

    private static string Format(DatatrovePersonalDataFormatter formatter, DatatrovePii replacer, string text) =>
        Encoding.UTF8.GetString(formatter.Format(replacer, Encoding.UTF8.GetBytes(text)).Span);

    private static DatatrovePersonalDataFormatter Create(JsonElement parameters)
    {
        var defaults = new DatatrovePersonalDataFormatter();
        return new()
        {
            RemoveEmails = Get(parameters, "remove_emails", defaults.RemoveEmails),
            RemoveIps = Get(parameters, "remove_ips", defaults.RemoveIps),
            OnlyRemovePublicIps = Get(parameters, "only_remove_public_ips", defaults.OnlyRemovePublicIps),
            EmailReplacement = GetTexts(parameters, "email_replacement") ?? defaults.EmailReplacement,
            IpReplacement = GetTexts(parameters, "ip_replacement") ?? defaults.IpReplacement,
        };
    }

    private static bool Get(JsonElement parameters, string name, bool value) => parameters.TryGetProperty(name, out JsonElement found) ? found.GetBoolean()
        : value;

    private static string[]? GetTexts(JsonElement parameters, string name)
    {
        if (!parameters.TryGetProperty(name, out JsonElement found)) return null;
        return found.ValueKind == JsonValueKind.String ? [found.GetString()!] : [.. found.EnumerateArray().Select(static text => text.GetString()!)];
    }
}
