using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RdpCompliance.Benchmarks;

/// <summary>Writes the smallest .NET program there is, "return 0;" without a package: what a machine takes to start any.</summary>
internal static class EmptyProgram
{
    private const string RuntimeConfiguration = """{"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"}}}""";

    /// <returns>The path of the program.</returns>
    public static string WriteTo(string folder)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("empty"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("empty").DefineType("Program", TypeAttributes.Abstract | TypeAttributes.Sealed);
        var main = type.DefineMethod("Main", MethodAttributes.Static | MethodAttributes.Private, typeof(int), Type.EmptyTypes);
        var body = main.GetILGenerator();
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Ret);
        type.CreateType();

        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var builder = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage),
            new MetadataRootBuilder(metadata),
            code,
            data,
            entryPoint: MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var image = new System.Reflection.Metadata.BlobBuilder();
        builder.Serialize(image);
        var path = Path.Combine(folder, "empty.dll");
        File.WriteAllBytes(path, image.ToArray());
        File.WriteAllText(Path.Combine(folder, "empty.runtimeconfig.json"), RuntimeConfiguration);
        return path;
    }
}
