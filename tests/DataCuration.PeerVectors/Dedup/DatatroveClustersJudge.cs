using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's cluster rule on lists of pairs.</summary>
public sealed class DatatroveClustersJudge() : VectorJudge("datatrove_minhash_clusters")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            string name = one.GetProperty("name").GetString()!;
            var clusters = new DatatroveClusters { IgnoresIndex = one.GetProperty("ignore_index_matches").GetBoolean() };
            foreach (JsonElement file in one.GetProperty("files").EnumerateArray())
            {
                foreach (JsonElement pair in file.EnumerateArray())
                    clusters.Add(new DatatrovePair(pair[0].GetUInt32(), pair[1].GetUInt32(), pair[2].GetUInt32(), pair[3].GetUInt32()));
            }
            DatatroveMember[] members = [.. clusters.List()];
            if (one.TryGetProperty("error", out _))
            {
                tally.Deviate(DeviationReasons.DatatroveSelfPair);
                continue;
            }
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (IGrouping<uint, DatatroveMember> file in members.GroupBy(member => member.File))
            {
                files.Add($"{file.Key:D6}.clusters", JsonSerializer.Serialize(file.Select(member => new long[] { member.Document, member.Cluster })));
                files.Add($"{file.Key:D6}.sizes", JsonSerializer.Serialize(file.Select(member => new long[] { member.Document, member.Size })));
                if (file.Any(member => member.IsRemoved))
                    files.Add($"{file.Key:D6}.remove", JsonSerializer.Serialize(file.Where(member => member.IsRemoved).Select(member => member.Document)));
            }
            JsonElement output = one.GetProperty("output");
            foreach (JsonProperty file in output.EnumerateObject())
                tally.Equal($"{name} {file.Name}", JsonSerializer.Serialize(file.Value), files.GetValueOrDefault(file.Name, "missing"));
            tally.Equal($"{name} number of files", output.EnumerateObject().Count(), files.Count);
        }
    }
}
