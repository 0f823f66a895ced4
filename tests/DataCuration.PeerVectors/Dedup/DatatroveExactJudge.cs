using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's exact deduplication: hashes and order of its signature files, survivors and numbers of copies.</summary>
public sealed class DatatroveExactJudge() : VectorJudge("datatrove_exact_dedup")
{
    private const int Fields = sizeof(ushort) + sizeof(uint);

    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        int number = 0;
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            string name = $"run {number++}";
            int bytes = run.GetProperty("precision").GetInt32() / 8, workers = run.GetProperty("finder_workers").GetInt32();
            Func<string, ulong> hash = HashOf(run.GetProperty("hash").GetString()!, bytes);
            List<(ulong Hash, ushort Priority, uint Document)>[] files = [.. run.GetProperty("files").EnumerateArray().Select(file => file.EnumerateArray()
                .Select((one, i) => (hash(one.GetProperty("text").GetString()!),
                    run.GetProperty("use_priority").GetBoolean() ? one.GetProperty("priority").GetUInt16() : (ushort)1, (uint)i)).ToList())];
            var removed = new HashSet<(uint, uint)>();
            var copies = new Dictionary<(uint, uint), long>();
            // Each worker has a range of the hashes, the last one the rest.
            ulong step = (bytes == 8 ? ulong.MaxValue : uint.MaxValue) / (ulong)workers;
            for (int worker = 0; worker < workers; worker++)
            {
                ulong least = worker == 0 ? 0 : (ulong)worker * step, most = worker == workers - 1 ? ulong.MaxValue : (ulong)(worker + 1) * step;
                var find = new DatatroveExactDuplicates(run.GetProperty("only_dedup_in_index").GetBoolean());
                for (int file = 0; file < files.Length; file++)
                {
                    (ulong Hash, ushort Priority, uint Document)[] own = [.. files[file].Where(one => (worker == 0 || one.Hash > least) && one.Hash <= most)
                        .OrderBy(one => one.Hash).ThenByDescending(one => one.Priority).ThenBy(one => one.Document)];
                    find.AddFile(own);
                    JudgeSignatures(run, worker, file, own, bytes, name, tally);
                }
                if (run.GetProperty("index") is { ValueKind: JsonValueKind.Array } index) find.AddIndex(MinHashVectors.Texts(index).Select(hash).Order());
                find.Find();
                removed.UnionWith(find.Removed);
                foreach ((uint file, uint document, long count) in find.Counts) copies[(file, document)] = count;
            }
            JudgeKept(run.GetProperty("kept"), files, removed, copies, name, tally);
        }
    }

    private static void JudgeSignatures(JsonElement run, int worker, int file, (ulong Hash, ushort Priority, uint Document)[] documents, int bytes, string name,
        VectorTally tally)
    {
        string fileName = $"{worker:D4}/{file:D5}.c4_sig";
        if (!run.GetProperty("signature_files").TryGetProperty(fileName, out JsonElement expected)) return;
        var actual = new byte[documents.Length * (bytes + Fields)];
        for (int i = 0; i < documents.Length; i++)
        {
            Span<byte> record = actual.AsSpan(i * (bytes + Fields));
            if (bytes == 8) BinaryPrimitives.WriteUInt64LittleEndian(record, documents[i].Hash);
            else BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)documents[i].Hash);
            BinaryPrimitives.WriteUInt16LittleEndian(record[bytes..], documents[i].Priority);
            BinaryPrimitives.WriteUInt32LittleEndian(record[(bytes + sizeof(ushort))..], documents[i].Document);
        }
        tally.Equal($"{name} {fileName}", expected.GetString(), Convert.ToBase64String(actual));
    }

    private static void JudgeKept(JsonElement kept, List<(ulong Hash, ushort Priority, uint Document)>[] files, HashSet<(uint, uint)> removed,
        Dictionary<(uint, uint), long> copies, string name, VectorTally tally)
    {
        uint file = 0;
        foreach (JsonElement list in kept.EnumerateArray())
        {
            (string, long)[] actual = [.. files[file].Where(one => !removed.Contains((file, one.Document)))
                .Select(one => ($"{file}/{one.Document}", copies.GetValueOrDefault((file, one.Document))))];
            int i = 0;
            foreach (JsonElement one in list.EnumerateArray())
            {
                tally.Equal($"{name} kept {one[0]}", (one[0].GetString()!, one[1].GetInt64()), i < actual.Length ? actual[i] : default);
                i++;
            }
            tally.Equal($"{name} number kept of file {file}", i, actual.Length);
            file++;
        }
    }

    private static Func<string, ulong> HashOf(string function, int bytes) => text =>
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (function != "sha1") return bytes == 8 ? XxHash64.HashToUInt64(utf8) : XxHash32.HashToUInt32(utf8);
#pragma warning disable CA5350 // datatrove's hash
        byte[] digest = SHA1.HashData(utf8);
#pragma warning restore CA5350
        return bytes == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(digest) : BinaryPrimitives.ReadUInt32LittleEndian(digest);
    };
}
