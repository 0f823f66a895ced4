namespace DataCuration;

/// <summary>The common base of the two synchronous kinds of stages: one call, one result.</summary>
public abstract class SynchronousStage : Stage
{
    private protected SynchronousStage()
    {
    }

    internal abstract StageResult Apply(Document document, StageContext context);
}
