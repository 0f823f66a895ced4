namespace DataCuration;

/// <summary>What the engine sees of the two synchronous shapes: one call, one result.</summary>
public abstract class SynchronousStage : Stage
{
    private protected SynchronousStage()
    {
    }

    internal abstract StageResult Apply(Document document, StageContext context);
}
