using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Repeats each document, so that a small corpus counts more in a mixture. A factor of 1.5 repeats half of the documents once. A draw by the run's seed and the
/// document's id decides, so the size is the factor times the corpus in expectation, and equal for any number of workers. The copies of document <c>x</c>
/// follow it, with the ids <c>x#1</c>, <c>x#2</c>, …
/// </summary>
/// <remarks>Copies are next to each other: shuffle the documents before training, as <see cref="PackedRows"/> does.</remarks>
public sealed class Oversampler : DocumentExpander
{
    /// <summary>The annotation of a copy: 1 for the first, 2 for the second. The document itself lacks it.</summary>
    public static readonly AnnotationKey<int> Copy = new("copy");

    /// <summary>The factor, from 1 to 1,000. Default: 2 (our choice; SciLitLLM, arXiv 2408.15545, repeats its small sets 1.5 to 3 times).</summary>
    public double Factor
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A factor must be from 1 to 1,000.");
    } = 2;

    /// <summary>True: the document itself continues.</summary>
    public override bool KeepsParent => true;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        double whole = Math.Floor(Factor);
        int copies = (int)whole - 1 + (context.Random(document.Id).NextDouble() < Factor - whole ? 1 : 0);
        for (int copy = 1; copy <= copies; copy++) yield return document.Edit().Set(Copy, copy).Build();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Factor), Factor);
    }
}
