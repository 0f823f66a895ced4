using System.Runtime.CompilerServices;

namespace DataCuration.TestKit;

/// <summary>An expander made of a function that lists the children; the function may throw between them.</summary>
public sealed class FakeExpander(Func<Document, IEnumerable<Document>> expand, bool keepsParent = false, string version = "1") : DocumentExpander
{
    public override bool KeepsParent => keepsParent;

    protected internal override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Document child in expand(document))
        {
            await Task.Yield();
            yield return child;
        }
    }

    protected internal override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", version);
        writer.Add("keeps_parent", keepsParent);
    }
}
