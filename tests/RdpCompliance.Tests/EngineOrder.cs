using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RdpCompliance.Tests;

/// <summary>
/// Inside the engine a folder refers only to folders before it in this list: a stranger can say from a file's
/// folder what it may use. What is compiled is asked (members, their types, and the code of
/// methods), so that neither a using directive nor a full name escapes it.
/// </summary>
public sealed class EngineOrder
{
    private const string Root = "RdpCompliance.Engine";

    private static readonly ImmutableArray<string> Order =
        ["Sources", "Evidence", "Archives", "Facts", "Subjects", "Conditions", "Settings", "Policies", "Derivations", "Realms", "Findings", "Scanning"];

    [Fact]
    public void Folders_of_the_engine_refer_downwards_only() => Conventions.Holds(
        $"A folder may use those before it: {string.Join(" < ", Order)}. Move what is used down, or what uses it up:",
        References().Where(pair => Order.IndexOf(pair.To) > Order.IndexOf(pair.From)).Select(pair => $"{pair.From}: {pair.User} uses {pair.To}.{pair.Used}"));

    [Fact]
    public void References_are_found_in_signatures_and_in_code()
    {
        var found = References().ToHashSet();

        Assert.Contains(("Scanning", "RealmScan", "Realms", "Machines"), found);
        Assert.Contains(("Subjects", "Subject", "Evidence", "Resource"), found);
        Assert.Contains(("Settings", "SettingResolver", "Facts", "Fact"), found);
    }

    [Fact]
    public void Every_folder_of_the_engine_has_its_place() =>
        Assert.Equal(
            Order.Order(StringComparer.Ordinal),
            Assembly
                .Load(Root)
                .GetTypes()
                .Select(type => type.Namespace ?? "")
                .Where(name => name.StartsWith($"{Root}.", StringComparison.Ordinal))
                .Select(FolderOf)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal));

    private static string FolderOf(string ns) => ns.Split('.') is [_, _, var folder, ..] ? folder : "";

    private static IEnumerable<(string From, string User, string To, string Used)> References()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{Root}.dll"));
        using var portable = new PEReader(file);
        var metadata = portable.GetMetadataReader();
        var found = new HashSet<(string, string, string, string)>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var user = OutermostOf(metadata, handle);
            var used = new HashSet<TypeDefinitionHandle>();
            var provider = new UsedTypes(used);
            Use(metadata, type.BaseType, used, provider);
            foreach (var implemented in type.GetInterfaceImplementations())
            {
                Use(metadata, metadata.GetInterfaceImplementation(implemented).Interface, used, provider);
            }

            foreach (var field in type.GetFields())
            {
                metadata.GetFieldDefinition(field).DecodeSignature(provider, null);
            }

            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                method.DecodeSignature(provider, null);
                if (method.RelativeVirtualAddress != 0)
                {
                    var body = portable.GetMethodBody(method.RelativeVirtualAddress);
                    if (!body.LocalSignature.IsNil)
                    {
                        metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(provider, null);
                    }

                    foreach (var token in Tokens(body.GetILBytes() ?? []))
                    {
                        Use(metadata, token, used, provider);
                    }
                }
            }

            foreach (var other in used.Select(one => OutermostOf(metadata, one)))
            {
                if (FolderOf(user.Namespace) is { Length: > 0 } from && FolderOf(other.Namespace) is { Length: > 0 } to)
                {
                    found.Add((from, user.Name, to, other.Name));
                }
            }
        }

        return found;
    }

    private static (string Namespace, string Name) OutermostOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    /// <summary>
    /// Every four bytes of code that may be a token: what is none names no row, or one too
    /// many is looked at, which names a type that is used elsewhere at worst.
    /// </summary>
    private static IEnumerable<EntityHandle> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = (ushort)code[at++];
            if (value == 0xFE && at < code.Length)
            {
                value = (ushort)(0xFE00 | code[at++]);
            }

            if (!OperandSizes.TryGetValue(value, out var operand))
            {
                yield break;
            }

            if (operand.IsToken)
            {
                var token = BitConverter.ToInt32(code, at);
                if ((token >> 24) is 0x01 or 0x02 or 0x04 or 0x06 or 0x0A or 0x1B or 0x2B)
                {
                    yield return (EntityHandle)MetadataTokens.Handle(token);
                }
            }

            at += operand.Size < 0 ? 4 + (4 * BitConverter.ToInt32(code, at)) : operand.Size;
        }
    }

    private static readonly Dictionary<ushort, (int Size, bool IsToken)> OperandSizes = typeof(System.Reflection.Emit.OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<System.Reflection.Emit.OpCode>()
        .ToDictionary(
            code => (ushort)code.Value,
            code =>
                code.OperandType switch
                {
                    System.Reflection.Emit.OperandType.InlineNone => (0, false),
                    System.Reflection.Emit.OperandType.ShortInlineBrTarget
                    or System.Reflection.Emit.OperandType.ShortInlineI
                    or System.Reflection.Emit.OperandType.ShortInlineVar => (1, false),
                    System.Reflection.Emit.OperandType.InlineVar => (2, false),
                    System.Reflection.Emit.OperandType.InlineI8 or System.Reflection.Emit.OperandType.InlineR => (8, false),
                    System.Reflection.Emit.OperandType.InlineSwitch => (-1, false),
                    System.Reflection.Emit.OperandType.InlineField
                    or System.Reflection.Emit.OperandType.InlineMethod
                    or System.Reflection.Emit.OperandType.InlineTok
                    or System.Reflection.Emit.OperandType.InlineType => (4, true),
                    _ => (4, false),
                });

    private static void Use(MetadataReader metadata, EntityHandle handle, HashSet<TypeDefinitionHandle> used, UsedTypes provider)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                used.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(provider, null);
                break;
            case HandleKind.FieldDefinition:
                used.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                used.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Use(metadata, metadata.GetMemberReference((MemberReferenceHandle)handle).Parent, used, provider);
                break;
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(provider, null);
                Use(metadata, method.Method, used, provider);
                break;
            default:
                break;
        }
    }

    /// <summary>Notes the types of this assembly that a signature names.</summary>
    private sealed class UsedTypes(HashSet<TypeDefinitionHandle> used) : ISignatureTypeProvider<int, object?>
    {
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            used.Add(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;
    }
}
