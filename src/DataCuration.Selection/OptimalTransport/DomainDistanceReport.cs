using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The transport distances of a corpus's domains to a target: the result of <see cref="DomainDistanceFit"/>.</summary>
public sealed record DomainDistanceReport
{
    internal const string FileName = "domains.json";

    /// <summary>The domains, the nearest first.</summary>
    public ImmutableArray<DomainDistance> Domains { get; init; } = [];

    /// <summary>Returns the names of the nearest domains. The row of documents without a domain is left out.</summary>
    /// <param name="count">The number of domains, 1 or more. The paper takes 2.</param>
    public IReadOnlyList<string> Nearest(int count = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Domains.Where(domain => !double.IsNaN(domain.Distance) && domain.Domain.Length > 0).Take(count).Select(domain => domain.Domain)];
    }

    /// <summary>Writes the report as JSON. NaN is written as null.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteObjects("domains", Domains, domain =>
        {
            json.WriteString("domain", domain.Domain);
            json.WriteNumber("documents", domain.Documents);
            json.WriteNumber("sampled", domain.Sampled);
            json.WriteNumberOrNull("distance", domain.Distance);
            json.WriteBoolean("converged", domain.IsConverged);
        });
        json.WriteEndObject();
    }

    /// <summary>Returns the report as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("domain", "documents", "sampled", "distance");
        foreach (DomainDistance domain in Domains)
            table.Add(domain.Domain.Length == 0 ? "(none)" : domain.Domain, TextTable.Number(domain.Documents), TextTable.Number(domain.Sampled),
                TextTable.Number(domain.Distance, 4));
        return table.ToString();
    }

    internal static DomainDistanceReport Read(byte[] bytes, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return new()
            {
                Domains = [.. document.RootElement.GetProperty("domains").EnumerateArray().Select(domain => new DomainDistance
                {
                    Domain = domain.GetProperty("domain").GetString()!,
                    Documents = domain.GetProperty("documents").GetInt64(),
                    Sampled = domain.GetProperty("sampled").GetInt64(),
                    Distance = domain.NumberOrNaN("distance"),
                    IsConverged = domain.GetProperty("converged").GetBoolean(),
                })],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a report of distances: {e.Message}", e);
        }
    }
}
