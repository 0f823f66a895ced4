namespace DataCuration.Selection;

/// <summary>
/// The repeats of a selection whose strata have less than their quotas. A keep list has one bit for a record, so every further epoch has its own keep list,
/// in the folder <c>epoch-2</c>, <c>epoch-3</c>, … of the first.
/// </summary>
public static class SelectionEpochs
{
    /// <summary>The annotation of a repeated document: 2 in the second epoch, 3 in the third.</summary>
    public static readonly AnnotationKey<int> Epoch = new("epoch");

    /// <summary>Reads the keep lists of the second, third, … epoch.</summary>
    /// <param name="list">The selection's keep list: the first epoch.</param>
    /// <returns>The lists; empty if nothing is repeated.</returns>
    public static IReadOnlyList<KeepList> Load(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var epochs = new List<KeepList>();
        int count = SelectionReport.Load(list).Epochs;
        for (int epoch = 2; epoch <= count; epoch++) epochs.Add(KeepList.Load(Path.Combine(list.Folder, FolderName(epoch)), list.Files));
        return epochs;
    }

    /// <summary>
    /// Returns the selected documents, epoch after epoch. A repeat of document <c>x</c> has the id <c>x#epoch2</c> and the annotation <see cref="Epoch"/>,
    /// so that ids stay unique.
    /// </summary>
    /// <param name="corpus">The corpus that the selection was fitted on.</param>
    /// <param name="list">The selection's keep list.</param>
    /// <param name="earlier">
    /// An earlier selection with smaller quotas and otherwise the same options. Its documents are left out, so that the result is what the larger quotas
    /// add: the next phase of a plan. Default: null, everything.
    /// </param>
    /// <exception cref="ArgumentException">The earlier selection has documents that the other one does not have.</exception>
    public static Corpus Apply(Corpus corpus, KeepList list, KeepList? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(list);
        KeepList[] all = [list, .. Load(list)], before = earlier is null ? [] : [earlier, .. Load(earlier)];
        if (before.Length > all.Length || before.Zip(all).Any(pair => !IsPartOf(pair.First, pair.Second)))
            throw new ArgumentException($"The selection in '{earlier!.Folder}' is not a part of that in '{list.Folder}'. Both need the same corpus, measure, "
                + "score and seed, and no quota of the earlier one may be larger.", nameof(earlier));
        Corpus[] epochs = [.. all.Select((one, i) =>
        {
            Corpus epoch = i < before.Length ? corpus.Keep(one).Without(before[i]) : corpus.Keep(one);
            return i == 0 ? epoch : epoch.Pipe(new EpochStage(i + 1));
        })];
        return epochs.Length == 1 ? epochs[0] : Corpus.Concat(epochs);
    }

    /// <summary>Returns true if all records of a list are in another one. Memory: the bits of one shard of each.</summary>
    private static bool IsPartOf(KeepList part, KeepList whole)
    {
        if (part.ShardCount != whole.ShardCount || part.RecordCount != whole.RecordCount) return false;
        for (int shard = 0; shard < part.ShardCount; shard++)
        {
            using IEnumerator<long> records = whole.ReadRecords(shard).GetEnumerator();
            foreach (long record in part.ReadRecords(shard))
            {
                do
                {
                    if (!records.MoveNext()) return false;
                }
                while (records.Current < record);
                if (records.Current != record) return false;
            }
        }
        return true;
    }

    internal static string FolderName(int epoch) => $"epoch-{epoch}";

    private sealed class EpochStage(int epoch) : DocumentTransform
    {
        public override string Name => $"Epoch {epoch}";

        protected override StageResult Transform(Document document, StageContext context) =>
            StageResult.Replace(document.Edit().SetId($"{document.Id}#epoch{epoch}").Set(Epoch, epoch).Build());

        protected override void Describe(FingerprintWriter writer) => writer.Add("epoch", epoch);
    }
}
