using System.Runtime.InteropServices;
using System.Text.Json;
using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Runs datatrove's deduplication over files of texts, and reads the files that it leaves.</summary>
internal sealed class DatatroveMinHashRun : IDisposable
{
    private readonly RunFolder folder = new();
    private string fitFolder = "";

    /// <summary>The folder of the phase that writes pairs and index files.</summary>
    public string PairsFolder => Path.Combine(fitFolder, "pairs");

    /// <summary>Runs the fit.</summary>
    /// <param name="parts">The texts of each file.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public void Run(IReadOnlyList<string[]> parts, DatatroveMinHashDeduplication fit, CancellationToken cancellationToken)
    {
        for (int i = 0; i < parts.Count; i++)
            File.WriteAllLines(folder.Inputs[$"{i:D3}.jsonl"],
                parts[i].Select(text => JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text })));
        // datatrove has one task for each file.
        var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1 } };
        using CurationRun run = folder.Run();
        KeepList list = Task.Run(() => Corpus.FromJsonl(options, folder.Inputs["*.jsonl"]).FitAsync(fit, run, cancellationToken),
            cancellationToken).GetAwaiter().GetResult();
        fitFolder = Path.GetDirectoryName(list.Folder)!;
        Kept = [.. list.ReadRecords()];
    }

    /// <summary>The records that stay.</summary>
    public IReadOnlyList<KeepListRecord> Kept { get; private set; } = [];

    public byte[] Signatures(string name) => File.ReadAllBytes(Path.Combine(fitFolder, "signatures", name));

    public byte[] PairBytes(string name) => File.ReadAllBytes(Path.Combine(PairsFolder, name));

    public DatatrovePair[] Pairs(string name) => [.. MemoryMarshal.Cast<byte, DatatrovePair>(PairBytes(name))];

    /// <summary>Reads a file of clusters; empty if it is missing.</summary>
    public byte[] Clusters(string name)
    {
        string path = Path.Combine(fitFolder, "clusters", name);
        return File.Exists(path) ? File.ReadAllBytes(path) : [];
    }

    /// <summary>Returns the documents that stay, with cluster number and size; -1 and 1 for one without duplicates.</summary>
    public List<(string Id, int Cluster, int Size)> KeptDocuments()
    {
        var kept = new List<(string, int, int)>();
        foreach (KeepListRecord record in Kept)
            kept.Add(($"{record.Shard}/{record.Record}", Find(record, "clusters", -1), Find(record, "sizes", 1)));
        return kept;
    }

    public void Dispose() => folder.Dispose();

    private int Find(KeepListRecord record, string extension, int missing)
    {
        uint[] pairs = [.. MemoryMarshal.Cast<byte, uint>(Clusters($"{record.Shard:D6}.{extension}"))];
        for (int i = 0; i < pairs.Length; i += 2)
            if (pairs[i] == record.Record) return (int)pairs[i + 1];
        return missing;
    }
}
