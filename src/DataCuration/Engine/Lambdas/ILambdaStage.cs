namespace DataCuration;

/// <summary>A stage that is identified by the text of a lambda.</summary>
internal interface ILambdaStage
{
    LambdaIdentity Identity { get; }
}
