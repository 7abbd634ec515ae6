using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>Makes a binary input out of its text twin, so that an example of a rule can be read and marked ("policy.pol.txt" → a Registry.pol).</summary>
public interface ITextTwin
{
    /// <summary>The end of the twin's name: ".pol.txt".</summary>
    string Extension { get; }

    /// <param name="name">The twin's name without <see cref="Extension"/>.</param>
    AssembledTwin Assemble(string name, string text);
}

/// <summary>The binary input, and the bytes that a span of the twin's text stands for; <see langword="null"/> when it stands for none.</summary>
public sealed record AssembledTwin(Source Source, Func<TextSpan, Location?> PlaceOf);
