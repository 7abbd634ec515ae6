using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli;

/// <summary>The pack that comes with the program: compiled beside it for scans, and its YAML files within it for examples, pages and tests.</summary>
internal static class BuiltInPack
{
    private const string ResourcePrefix = "policies/";
    private const string CompiledName = "rdpcompliance.pack";

    /// <summary>Without examples, places and what is told of causes; parses no YAML.</summary>
    public static Pack ForScans()
    {
        var path = Path.Combine(AppContext.BaseDirectory, CompiledName);
        if (!File.Exists(path))
        {
            return Complete();
        }

        using var compiled = File.OpenRead(path);
        return CompiledPack.TryRead(compiled) ?? Complete();
    }

    /// <summary>With all that is told of causes, and without examples.</summary>
    public static Pack ForDiagnosis()
    {
        var pack = ForScans();
        var path = Path.Combine(AppContext.BaseDirectory, CompiledName);
        if (!File.Exists(path))
        {
            return pack;
        }

        using var compiled = File.OpenRead(path);
        return CompiledPack.TryReadCauses(compiled) is { } causes ? pack.With(causes) : Complete();
    }

    /// <summary>With examples, from the YAML files.</summary>
    public static Pack Complete() => PackLoader.Load(Files()).Pack;

    /// <summary>What numbers mean: nothing that a scan needs, so that it is read where it is asked for.</summary>
    public static CodeCatalogue Codes() => CodeLoader.Load(FileOf(ResourcePrefix + CodeLoader.FileName), new PackReport());

    /// <summary>The files of the pack, named from the pack's folder on.</summary>
    public static SourceTree Files()
    {
        var assembly = typeof(BuiltInPack).Assembly;
        return new(assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Select(FileOf));
    }

    private static Source FileOf(string resource)
    {
        using var stream = typeof(BuiltInPack).Assembly.GetManifestResourceStream(resource) ?? Stream.Null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Source.FromBytes(resource[ResourcePrefix.Length..].Replace('\\', '/'), bytes);
    }
}
