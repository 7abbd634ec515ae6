using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

internal enum IgnoreFiles
{
    Obeyed,

    /// <summary><c>--no-gitignore</c></summary>
    Disregarded,
}

/// <summary>What decides which inputs a <see cref="DiskTree"/> holds, besides the PATH arguments.</summary>
internal sealed record DiskOptions
{
    /// <summary>PATH arguments are relative to it.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The full paths of parameter files that the user names; they may lie elsewhere, and are never skipped.</summary>
    public ImmutableArray<string> ParameterFiles { get; init; } = [];

    /// <summary>The globs of <c>exclude:</c>; they are matched against names below SRCROOT.</summary>
    public ImmutableArray<Glob> Exclude { get; init; } = [];

    public IgnoreFiles IgnoreFiles { get; init; } = IgnoreFiles.Obeyed;

    /// <summary>Opens standard input, for the PATH "-".</summary>
    public Func<Stream> OpenStandardInput { get; init; } = () => Stream.Null;

    /// <summary><c>--stdin-name</c>: the name decides which readers look at it.</summary>
    public string StandardInputName { get; init; } = "stdin";

    /// <summary>
    /// The folder in which the Bicep compiler keeps the modules that it restored; inputs see it as ".bicep". <see langword="null"/> when there is none.
    /// </summary>
    public string? ModuleCache { get; init; }

    /// <summary>Opens what an input links to and no scan root holds, such as a module cache; asked after the disk.</summary>
    public Func<string, Source?>? Outside { get; init; }
}
