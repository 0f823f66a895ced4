namespace DataCuration.LanguageModels;

/// <summary>The program that a model wrote for a chunk.</summary>
/// <param name="Lines">The lines of the document that the model was shown (<see cref="ProXChunk.Lines"/>).</param>
/// <param name="Program">The program; empty if nothing was generated.</param>
public readonly record struct ProXChunkProgram(ProXLineRange Lines, string Program);
