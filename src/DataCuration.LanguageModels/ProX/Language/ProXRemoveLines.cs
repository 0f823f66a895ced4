namespace DataCuration.LanguageModels;

/// <summary>The call <c>remove_lines(start=First, end=Last)</c>: removes lines.</summary>
/// <param name="First">
/// The number of the first line, counted from 0 over the whole document. In strict mode 0 to 999,999,999. In compat mode any number; longer ones are cut to
/// 2^60.
/// </param>
/// <param name="Last">The number of the last line, which is removed as well.</param>
public sealed record ProXRemoveLines(long First, long Last) : ProXCall;
