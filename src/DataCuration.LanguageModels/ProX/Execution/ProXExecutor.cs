using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Executes chunk programs of ProX (arXiv 2409.17115) on documents. Programs are parsed, never evaluated. No program makes the executor throw, and time and
/// memory are bounded (<see cref="ProXLimits"/>). Thread-safe.
/// </summary>
/// <remarks>
/// <para>All replacements of a program run first, in its order; then its lines are removed. Lines end at line feeds only, and are counted over the whole
/// document.</para>
/// <para>There is no limit by time: the output must not depend on how busy a machine is. The limits bound the work instead.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.LanguageModels;
///
/// var executor = new ProXExecutor();
/// ProXResult result = executor.Execute("Home | Login\nTides rise and fall twice a day on most of the coasts of the world.", "remove_lines(start=0, end=0)");
/// Console.WriteLine($"{result.Outcome}: {result.Text}");
/// </code>
/// </example>
/// <param name="options">The options; null for strict mode with the defaults.</param>
public sealed class ProXExecutor(ProXOptions? options = null)
{
    /// <summary>The options.</summary>
    public ProXOptions Options { get; } = options ?? new ProXOptions();

    /// <summary>Executes a program for the whole document.</summary>
    /// <param name="text">The document's text. Lone surrogates become U+FFFD.</param>
    /// <param name="program">The program, as a model wrote it.</param>
    public ProXResult Execute(string text, string program)
    {
        ArgumentNullException.ThrowIfNull(text);
        ProXResult result = Execute(Encoding.UTF8.GetBytes(text).AsMemory(), program);
        if (result.Outcome is ProXOutcome.Unchanged or ProXOutcome.Reverted && !ReplacementRules.HasLoneSurrogate(text)) result.KeepText(text);
        return result;
    }

    /// <summary>Executes a program for the whole document.</summary>
    /// <param name="utf8Text">The document's text in valid UTF-8.</param>
    /// <param name="program">The program, as a model wrote it.</param>
    public ProXResult Execute(ReadOnlyMemory<byte> utf8Text, string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Options.Mode == ProXMode.Compat ? CompatExecution.Run(utf8Text, program, Options, default)
            : new StrictExecution(utf8Text, Options, ProXDocumentDecision.Unknown, default).Run([new(new ProXLineRange(0, int.MaxValue), program)]);
    }

    /// <summary>Executes the programs of a document's chunks.</summary>
    /// <param name="utf8Text">The document's text in valid UTF-8.</param>
    /// <param name="programs">
    /// The chunks in the document's order, with their programs. In strict mode, each program acts on its own lines; lines without a chunk stay as they are. In
    /// compat mode, the programs are joined and act on the whole document, as in the reference.
    /// </param>
    /// <param name="documentStage">
    /// The decision of the document stage. In strict mode, <see cref="ProXDocumentDecision.Drop"/> is the second signal that allows the programs to remove
    /// <see cref="ProXOptions.MaxRemovedShare"/> and more. Default: unknown.
    /// </param>
    /// <param name="cancellationToken">Cancels between calls.</param>
    /// <exception cref="ArgumentException">A chunk's lines are not after those of the chunk before it, or not in the document.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ProXResult Execute(ReadOnlyMemory<byte> utf8Text, IReadOnlyList<ProXChunkProgram> programs,
        ProXDocumentDecision documentStage = ProXDocumentDecision.Unknown, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(programs);
        if (Options.Mode == ProXMode.Strict) return new StrictExecution(utf8Text, Options, documentStage, cancellationToken).Run(programs);
        string program = ProXProgram.Join(programs.Select(chunk => (chunk.Program ?? "").Trim(' ')));
        return CompatExecution.Run(utf8Text, program, Options, cancellationToken);
    }
}
