using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes a <see cref="KeepList"/> for the corpus of a fit, shard by shard in order.</summary>
internal sealed class KeepListWriter
{
    private readonly CorpusPlan plan;
    private readonly ShardOutput output;
    private readonly Stream bits;
    private readonly List<KeepList.Entry> entries = [];
    private long offset;

    internal KeepListWriter(CorpusPlan plan, ShardOutput output)
    {
        Check(plan);
        this.plan = plan;
        this.output = output;
        bits = output.CreateFile(KeepList.BitsName);
    }

    internal static void Check(CorpusPlan plan)
    {
        if (plan.Corpus.Branches.FirstOrDefault(branch => branch.Stages.Any(stage => stage is DocumentExpander)) is { } expanded)
        {
            string name = expanded.Stages.First(stage => stage is DocumentExpander).Name;
            throw new CurationException($"A keep list decides by source record, and stage {name} makes several documents of one. Write the expanded corpus "
                + $"first and fit on what was written.");
        }
        if (plan.SourceKeys.Distinct(StringComparer.Ordinal).Count() != plan.SourceKeys.Length)
            throw new CurationException("The corpus reads the same source more than once: a keep list could not tell its branches apart. Write the corpus "
                + "first and fit on what was written.");
    }

    /// <summary>Adds the next shard.</summary>
    /// <param name="words">Bit <c>r % 64</c> of word <c>r / 64</c> says whether record <c>r</c> of the shard stays.</param>
    /// <param name="records">How many records the shard has.</param>
    public void AddShard(ReadOnlySpan<ulong> words, long records)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, KeepList.Words(records));
        long kept = 0;
        foreach (ulong word in words) kept += BitOperations.PopCount(word);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Keep lists are written on little-endian machines only.");
        bits.Write(MemoryMarshal.AsBytes(words));
        entries.Add(new(records, kept, offset, XxHash64.HashToUInt64(MemoryMarshal.AsBytes(words))));
        offset += words.Length * sizeof(ulong);
    }

    /// <summary>Writes the header, after the last shard.</summary>
    /// <param name="provenance">The tables beside the list.</param>
    /// <exception cref="InvalidOperationException">Not every shard was added.</exception>
    public void Complete(IReadOnlyCollection<KeepListProvenance> provenance)
    {
        if (entries.Count != plan.Shards.Length)
            throw new InvalidOperationException($"{entries.Count} of {plan.Shards.Length} shards were added to the keep list.");
        using var json = new Utf8JsonWriter(output.CreateFile(KeepList.HeaderName));
        json.WriteStartObject();
        json.WriteNumber("format", KeepList.FormatVersion);
        // The list is known by the hash of this header: the hashes of the shards' bits make the bits part of its identity.
        json.WriteNumber("kept", entries.Sum(entry => entry.Kept));
        json.WriteStartArray("sources");
        int shard = 0;
        foreach (string key in plan.SourceKeys)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartArray("shards");
            for (; shard < plan.Shards.Length && plan.Shards[shard].SourceKey == key; shard++)
            {
                json.WriteStartArray();
                json.WriteNumberValue(entries[shard].Records);
                json.WriteNumberValue(entries[shard].Kept);
                json.WriteNumberValue(entries[shard].Offset);
                json.WriteStringValue(entries[shard].Hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (provenance.Count > 0) WriteProvenance(json, provenance);
        json.WriteEndObject();
    }

    private static void WriteProvenance(Utf8JsonWriter json, IReadOnlyCollection<KeepListProvenance> provenance)
    {
        json.WriteStartArray("provenance");
        foreach (KeepListProvenance table in provenance)
        {
            json.WriteStartObject();
            json.WriteString("name", table.Name);
            json.WriteNumber("element_bytes", table.ElementBytes);
            json.WriteNumber("width", table.Width);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
