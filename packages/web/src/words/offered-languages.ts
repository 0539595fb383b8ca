/** The languages that a centre is offered first; any other may be written as a BCP 47 tag. */
export const OFFERED_LANGUAGES: readonly string[] =
  "en es fr ar id fil ne bn hi ta my th vi ur pt am si zh-Hans km tr ru sw ti ms ro it om so wo ha ml te pa fa ps ckb".split(
    " ",
  );
