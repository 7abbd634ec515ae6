using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies;

/// <summary>Makes a binary file out of its text twin in an example ("policy.pol.txt" → Registry.pol).</summary>
public interface IExampleAssembler
{
    /// <summary>The end of the twin's name: ".pol.txt".</summary>
    string Extension { get; }

    AssembledExample Assemble(string name, string text);
}

/// <summary>The binary file, and the bytes that a span of the twin stands for; <see langword="null"/> when it stands for none.</summary>
public sealed record AssembledExample(Source Source, Func<TextSpan, Location?> PlaceOf);
