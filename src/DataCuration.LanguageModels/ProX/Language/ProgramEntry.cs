namespace DataCuration.LanguageModels;

/// <summary>A call or an error of a program, in the program's order. In compat mode, an entry can be both.</summary>
/// <param name="Line">The line of the program, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Call">The call; null for an error or a call that was cut off.</param>
/// <param name="Error">The error; <see cref="ProXErrorCode.None"/> for a call, and for a call that was cut off.</param>
/// <param name="IsIgnored">True for a call that the reference reads but does not execute.</param>
internal readonly record struct ProgramEntry(int Line, int Column, ProXCall? Call, ProXErrorCode Error, bool IsIgnored = false);
