using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.TestKit;

/// <summary>Calls a synchronous stage directly, as a run's worker does: one context, and so one scratch object, for all documents.</summary>
public sealed class StageCalls : IDisposable
{
    private readonly ResourcePool resources = new();
    private readonly SynchronousStage stage;
    private readonly StageContext context;

    /// <summary>Prepares the calls of a stage.</summary>
    public StageCalls(SynchronousStage stage, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        this.stage = stage;
        context = new(resources, stage.Name, 0, seed, NullLogger.Instance, TimeProvider.System);
    }

    /// <summary>Applies the stage to a document.</summary>
    public StageResult Apply(Document document) => stage.Apply(document, context);

    /// <summary>Applies the stage to a text.</summary>
    public StageResult Apply(string text) => stage.Apply(new Document("d", text), context);

    /// <summary>Applies a stage once to a text.</summary>
    public static StageResult Once(SynchronousStage stage, string text)
    {
        using var calls = new StageCalls(stage);
        return calls.Apply(text);
    }

    /// <summary>Applies a stage once to a document that it does not drop.</summary>
    /// <returns>The document after the stage.</returns>
    public static Document Once(SynchronousStage stage, Document document)
    {
        using var calls = new StageCalls(stage);
        return calls.Apply(document).Document ?? document;
    }

    public void Dispose() => resources.Dispose();
}
