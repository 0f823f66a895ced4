using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Applies stages one after the other to a document, as a run does.</summary>
internal sealed class StageChain(IReadOnlyList<Stage> stages) : IDisposable
{
    private readonly StageCalls[] calls = [.. stages.Select(stage => new StageCalls((SynchronousStage)stage))];

    /// <summary>Returns the drop reason, null for a kept document, and the document with its text and annotations.</summary>
    public (string? Reason, Document Document) Apply(Document document)
    {
        foreach (StageCalls stage in calls)
        {
            StageResult result = stage.Apply(document);
            if (result.IsDrop) return (result.Reason, result.DroppedDocument ?? document);
            document = result.Document ?? document;
        }
        return (null, document);
    }

    public void Dispose()
    {
        foreach (StageCalls stage in calls) stage.Dispose();
    }
}
