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
    public static Corpus Apply(Corpus corpus, KeepList list)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        Corpus[] epochs = [corpus.Keep(list), .. Load(list).Select((repeats, i) => corpus.Keep(repeats).Pipe(new EpochStage(i + 2)))];
        return epochs.Length == 1 ? epochs[0] : Corpus.Concat(epochs);
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
