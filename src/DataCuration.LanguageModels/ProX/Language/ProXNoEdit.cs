namespace DataCuration.LanguageModels;

/// <summary>
/// The call that changes nothing: <c>untouch_doc()</c> (released models), <c>keep_chunk()</c> (paper, table 1) or <c>skip_chunk()</c> (project page).
/// </summary>
public sealed record ProXNoEdit : ProXCall;
