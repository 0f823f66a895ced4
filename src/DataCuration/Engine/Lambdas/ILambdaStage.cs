namespace DataCuration;

/// <summary>A stage that is known by a lambda's text.</summary>
internal interface ILambdaStage
{
    LambdaIdentity Identity { get; }
}
