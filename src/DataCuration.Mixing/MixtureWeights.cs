using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>The weights of named sources: each at least 0, together 1. Two instances with the same names and weights in the same order are equal.</summary>
/// <remarks>A weight is the source's part of all training tokens.</remarks>
public sealed class MixtureWeights : IEquatable<MixtureWeights>
{
    /// <summary>The largest difference between the sum of all weights and 1.</summary>
    public const double SumTolerance = 1e-9;

    private const int FormatVersion = 1;

    /// <summary>Creates weights whose sum is 1.</summary>
    /// <param name="names">The names of the sources, at least one, without repeats.</param>
    /// <param name="weights">The weight of each source.</param>
    /// <exception cref="ArgumentException">
    /// There is no name, a name is empty or repeated, the lengths differ, a weight is negative or not finite, or the sum differs from 1 by more than
    /// <see cref="SumTolerance"/>.
    /// </exception>
    public MixtureWeights(IReadOnlyList<string> names, IReadOnlyList<double> weights)
    {
        Check(names, weights);
        double sum = weights.Sum();
        if (!(Math.Abs(sum - 1) <= SumTolerance))
            throw new ArgumentException(FormattableString.Invariant($"The sum of the weights is {sum:R} instead of 1. {nameof(Normalize)} divides by the sum."),
                nameof(weights));
        Names = [.. names];
        Weights = [.. weights];
    }

    /// <summary>The names of the sources.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The weight of each source, in the order of <see cref="Names"/>.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>Gets the weight of a source; 0 for a name that is not in <see cref="Names"/>.</summary>
    /// <param name="name">The source's name.</param>
    public double this[string name] => Names.IndexOf(name) is >= 0 and var index ? Weights[index] : 0;

    /// <summary>A hash of names and weights.</summary>
    public string Fingerprint
    {
        get
        {
            var writer = new FingerprintWriter();
            Describe(writer);
            return writer.ToFingerprint();
        }
    }

    /// <summary>Creates weights from amounts of any sum, such as numbers of tokens.</summary>
    /// <param name="names">The names of the sources.</param>
    /// <param name="amounts">The amount of each source, at least 0.</param>
    /// <exception cref="ArgumentException">As for the constructor, or the sum of the amounts is not positive and finite.</exception>
    public static MixtureWeights Normalize(IReadOnlyList<string> names, IReadOnlyList<double> amounts)
    {
        Check(names, amounts);
        double sum = amounts.Sum();
        if (!(sum is > 0 and < double.PositiveInfinity))
            throw new ArgumentException(FormattableString.Invariant($"The sum of the amounts is {sum:R}; it must be positive and finite."), nameof(amounts));
        return new(names, [.. amounts.Select(amount => amount / sum)]);
    }

    /// <summary>Creates weights that are the sources' shares of tokens.</summary>
    /// <param name="sources">The sources.</param>
    public static MixtureWeights FromTokens(IReadOnlyList<MixtureSource> sources)
    {
        MixtureSource[] own = MixtureSource.Check(sources, nameof(sources));
        return Normalize([.. own.Select(source => source.Name)], [.. own.Select(source => (double)source.Tokens)]);
    }

    /// <summary>Creates a training mixture. A source of weight 0 is left out.</summary>
    /// <param name="shards">The token shards of each source, by name.</param>
    /// <exception cref="ArgumentException">A source with a weight has no token shards. The message names it.</exception>
    public TokenMixture ToTokenMixture(IReadOnlyDictionary<string, TokenShards> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var parts = new List<WeightedTokenShards>();
        for (int i = 0; i < Names.Length; i++)
        {
            if (Weights[i] == 0) continue;
            if (!shards.TryGetValue(Names[i], out TokenShards? own))
                throw new ArgumentException($"There are no token shards for '{Names[i]}'.", nameof(shards));
            parts.Add(new() { Shards = own, Weight = Weights[i] });
        }
        return new(parts);
    }

    /// <summary>Adds names and weights to a fingerprint.</summary>
    /// <param name="writer">Receives them.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int i = 0; i < Names.Length; i++)
        {
            writer.Add("source", Names[i]);
            writer.Add("weight", Weights[i]);
        }
    }

    /// <summary>Returns the weights as a JSON object in UTF-8.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteStartArray("sources");
            for (int i = 0; i < Names.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("name", Names[i]);
                json.WriteNumber("weight", Weights[i]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToJson"/> returned.</summary>
    /// <param name="utf8Json">The JSON object in UTF-8.</param>
    /// <exception cref="InvalidDataException">It is not the JSON of weights.</exception>
    public static MixtureWeights FromJson(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json);
            int version = document.RootElement.GetProperty("version").GetInt32();
            if (version != FormatVersion) throw new InvalidDataException($"The weights have version {version}; this library reads {FormatVersion}.");
            JsonElement[] sources = [.. document.RootElement.GetProperty("sources").EnumerateArray()];
            return new([.. sources.Select(source => source.GetProperty("name").GetString() ?? "")],
                [.. sources.Select(source => source.GetProperty("weight").GetDouble())]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The text does not hold the weights of a mixture: {e.Message}", e);
        }
    }

    /// <summary>Returns a table in Markdown.</summary>
    public string ToMarkdown()
    {
        var table = new MarkdownTable("source", ">weight");
        for (int i = 0; i < Names.Length; i++) table.Add(Names[i], MarkdownTable.Value(Weights[i]));
        return table.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(MixtureWeights? other) => other is not null && Names.AsSpan().SequenceEqual(other.Names.AsSpan())
        && Weights.AsSpan().SequenceEqual(other.Weights.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MixtureWeights);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double weight in Weights) hash.Add(weight);
        return hash.ToHashCode();
    }

    /// <summary>Returns names and weights on one line.</summary>
    public override string ToString() =>
        string.Join(", ", Names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name} {Weights[i]:0.####}")));

    private static void Check(IReadOnlyList<string> names, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(weights);
        if (names.Count == 0) throw new ArgumentException("There is no source.", nameof(names));
        if (names.Count != weights.Count) throw new ArgumentException($"There are {names.Count} names and {weights.Count} weights.", nameof(weights));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(names[i], nameof(names));
            if (!seen.Add(names[i])) throw new ArgumentException($"The name '{names[i]}' appears twice.", nameof(names));
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(FormattableString.Invariant($"'{names[i]}' has the weight {weights[i]}; it must be finite and not negative."),
                    nameof(weights));
        }
    }
}
