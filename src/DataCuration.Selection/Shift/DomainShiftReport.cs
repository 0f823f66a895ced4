using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The distances between two corpora: the result of <see cref="DomainShiftFit"/>. Divergences are in nats.</summary>
public sealed record DomainShiftReport
{
    internal const string FileName = "shift.json";

    /// <summary>The columns of <see cref="ToRows"/>: <c>measure</c> and <c>value</c>.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["measure", "value"];

    /// <summary>The number of documents of the fitted corpus.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents of the other corpus.</summary>
    public long OtherDocuments { get; init; }

    /// <summary>The number of n-grams of the fitted corpus.</summary>
    public long NGrams { get; init; }

    /// <summary>The number of n-grams of the other corpus.</summary>
    public long OtherNGrams { get; init; }

    /// <summary>
    /// KL(fitted ‖ other) of the hashed n-gram distributions, with 1e-8 added inside the logarithms as in <see cref="KullbackLeiblerReport"/>.
    /// </summary>
    public double Divergence { get; init; } = double.NaN;

    /// <summary>KL(other ‖ fitted).</summary>
    public double ReverseDivergence { get; init; } = double.NaN;

    /// <summary>The Jensen-Shannon divergence of both: 0 for equal distributions, at most ln 2.</summary>
    public double JensenShannon { get; init; } = double.NaN;

    /// <summary>The number of vectors that are sampled from each corpus; 0 without vectors.</summary>
    public long SampledVectors { get; init; }

    /// <summary>The cost of the transport between the samples, in squared Euclidean distance; NaN without vectors.</summary>
    public double TransportCost { get; init; } = double.NaN;

    /// <summary>The Sinkhorn divergence of the samples: near 0 for equal distributions; NaN without vectors.</summary>
    public double SinkhornDivergence { get; init; } = double.NaN;

    /// <summary>The bandwidth of the kernel: the median distance of sampled vectors; NaN without vectors.</summary>
    public double Bandwidth { get; init; } = double.NaN;

    /// <summary>
    /// The squared maximum mean discrepancy of the samples (<see cref="KernelDiscrepancy"/>); NaN without vectors, or if most vectors are equal.
    /// </summary>
    public double Discrepancy { get; init; } = double.NaN;

    private (string Name, double Value)[] Measures =>
    [
        ("documents", Documents), ("other_documents", OtherDocuments), ("ngrams", NGrams), ("other_ngrams", OtherNGrams), ("kl", Divergence),
        ("kl_reverse", ReverseDivergence), ("jensen_shannon", JensenShannon), ("sampled_vectors", SampledVectors), ("transport_cost", TransportCost),
        ("sinkhorn_divergence", SinkhornDivergence), ("bandwidth", Bandwidth), ("mmd_squared", Discrepancy),
    ];

    /// <summary>Returns a row for each measure, for a data frame (<c>TabularFrame.From(DomainShiftReport.Columns, report.ToRows())</c>).</summary>
    public IReadOnlyList<IReadOnlyList<AnnotationValue>> ToRows() =>
        [.. Measures.Select(measure => (IReadOnlyList<AnnotationValue>)[AnnotationValue.FromString(measure.Name),
            double.IsFinite(measure.Value) ? AnnotationValue.FromNumber(measure.Value) : AnnotationValue.Null])];

    /// <summary>Writes the report as JSON. NaN is written as null.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        foreach ((string name, double value) in Measures) json.WriteNumberOrNull(name, value);
        json.WriteEndObject();
    }

    /// <summary>Returns the report as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("measure", "value");
        foreach ((string name, double value) in Measures)
            table.Add(name, double.IsNaN(value) ? "-" : value.ToString(value == Math.Floor(value) ? "N0" : "G6", CultureInfo.InvariantCulture));
        return table.ToString();
    }

    internal static DomainShiftReport Read(byte[] bytes, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            return new()
            {
                Documents = root.GetProperty("documents").GetInt64(),
                OtherDocuments = root.GetProperty("other_documents").GetInt64(),
                NGrams = root.GetProperty("ngrams").GetInt64(),
                OtherNGrams = root.GetProperty("other_ngrams").GetInt64(),
                Divergence = root.NumberOrNaN("kl"),
                ReverseDivergence = root.NumberOrNaN("kl_reverse"),
                JensenShannon = root.NumberOrNaN("jensen_shannon"),
                SampledVectors = root.GetProperty("sampled_vectors").GetInt64(),
                TransportCost = root.NumberOrNaN("transport_cost"),
                SinkhornDivergence = root.NumberOrNaN("sinkhorn_divergence"),
                Bandwidth = root.NumberOrNaN("bandwidth"),
                Discrepancy = root.NumberOrNaN("mmd_squared"),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a report of a shift: {e.Message}", e);
        }
    }
}
